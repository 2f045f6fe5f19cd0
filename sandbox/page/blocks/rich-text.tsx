import type { RichTextBlock, RichTextElement, RichTextSection } from '@slack/types';
import { createElement, Fragment, type ReactNode } from 'react';
import { emojiFor } from '../text/emoji.ts';
import { safeUrl } from '../text/mrkdwn.ts';
import { useReader } from '../text/text.tsx';
import { fillDatePattern } from '../text/time.ts';

export function RichText({ block }: { block: RichTextBlock }): ReactNode {
  return (
    <div className="mrkdwn rich-text">
      {block.elements.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place.
        <RichPart key={index} part={part} />
      ))}
    </div>
  );
}

function RichPart({ part }: { part: RichTextBlock['elements'][number] }): ReactNode {
  switch (part.type) {
    case 'rich_text_section':
      return (
        <p>
          <Run elements={part.elements} />
        </p>
      );
    case 'rich_text_quote':
      return (
        <blockquote>
          <Run elements={part.elements} />
        </blockquote>
      );
    case 'rich_text_preformatted':
      return (
        <pre>
          <code>
            <Run elements={part.elements} />
          </code>
        </pre>
      );
    case 'rich_text_list':
      return createElement(
        part.style === 'ordered' ? 'ol' : 'ul',
        { className: `indent-${Math.min(part.indent ?? 0, 4)}` },
        part.elements.map((item: RichTextSection, index: number) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity but their place.
          <li key={index}>
            <Run elements={item.elements} />
          </li>
        )),
      );
    default:
      return null;
  }
}

function Run({ elements }: { elements: readonly RichTextElement[] }): ReactNode {
  return elements.map((element, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: elements have no identity but their place.
    <Fragment key={index}>
      <RichPiece element={element} />
    </Fragment>
  ));
}

function RichPiece({ element }: { element: RichTextElement }): ReactNode {
  const reader = useReader();
  let shown: ReactNode;
  switch (element.type) {
    case 'text':
      shown = element.text;
      break;
    case 'emoji':
      shown = emojiFor(element.name) ?? fromUnicode(element.unicode) ?? `:${element.name}:`;
      break;
    case 'link': {
      const url = safeUrl(element.url);
      shown =
        url === null ? (
          (element.text ?? element.url)
        ) : (
          <a href={url} target="_blank" rel="noopener noreferrer">
            {element.text ?? url}
          </a>
        );
      break;
    }
    case 'user':
      shown = <span className="mention">@{reader.userName(element.user_id)}</span>;
      break;
    case 'channel':
      shown = <span className="mention">#{reader.channelName(element.channel_id)}</span>;
      break;
    case 'broadcast':
      shown = <span className="mention mention-all">@{element.range}</span>;
      break;
    case 'date':
      shown = <time>{fillDatePattern(element.format, element.timestamp, reader.timeZone, reader.now)}</time>;
      break;
    case 'color':
      shown = element.value;
      break;
    default:
      shown = null;
  }
  return styled(shown, element.style as Record<string, boolean> | undefined);
}

function styled(shown: ReactNode, style: Record<string, boolean> | undefined): ReactNode {
  const tags = { bold: 'strong', italic: 'em', strike: 's', underline: 'u', code: 'code' } as const;
  return Object.entries(tags).reduce<ReactNode>(
    (inner, [name, tag]) => (style?.[name] ? createElement(tag, null, inner) : inner),
    shown,
  );
}

/** Slack's "1f600-fe0f" as characters. */
function fromUnicode(codes: string | undefined): string | null {
  const points = (codes ?? '').split('-').map((code) => Number.parseInt(code, 16));
  return points.every((point) => point >= 0 && point <= 0x10ffff) ? String.fromCodePoint(...points) : null;
}
