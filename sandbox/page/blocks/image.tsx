import type { ImageElement } from '@slack/types';
import type { ReactNode } from 'react';
import { Icon } from '../controls/icons.tsx';

interface Props {
  image: Pick<ImageElement, 'alt_text'> & { image_url?: string };
  small?: boolean;
}

/** One of the sandbox's own images. Others are only described: the page asks no other server for anything. */
export function ImageBox({ image, small = false }: Props): ReactNode {
  const url = image.image_url ?? '';
  const className = small ? 'image small' : 'image';
  if (url.startsWith('data:image/') || (url.startsWith('/') && !url.startsWith('//'))) {
    return <img className={className} src={url} alt={image.alt_text} />;
  }
  return (
    <span
      className={`${className} image-elsewhere`}
      role="img"
      aria-label={image.alt_text}
      title={image.alt_text}
    >
      <Icon name="image" size={small ? 16 : 22} />
      {!small && <span aria-hidden="true">{image.alt_text}</span>}
    </span>
  );
}
