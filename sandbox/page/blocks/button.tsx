import type { Button, ConfirmationDialog, Overflow, WorkflowButton } from '@slack/types';
import { type ReactNode, useState } from 'react';
import { useConfirm } from '../controls/confirm.tsx';
import { Icon, Spinner } from '../controls/icons.tsx';
import { Menu } from '../controls/menu.tsx';
import { safeUrl } from '../text/mrkdwn.ts';
import { plainText } from '../text/text.tsx';
import type { ElementProps } from './element.tsx';
import { usePress } from './surface.ts';

/** One of the app's buttons. A second press does nothing while the first is under way. */
export function ButtonElement({ element, place }: ElementProps<Button | WorkflowButton>): ReactNode {
  const press = usePress();
  const [ask, asking] = useConfirm(element.confirm as ConfirmationDialog | undefined);
  const [waiting, setWaiting] = useState(false);
  const url = element.type === 'button' && element.url ? safeUrl(element.url) : null;

  const run = async () => {
    if (url) window.open(url, '_blank', 'noopener,noreferrer');
    setWaiting(true);
    try {
      await press(place.blockId, place.actionId);
    } finally {
      setWaiting(false);
    }
  };
  return (
    <>
      <button
        type="button"
        className={`button ${element.style ?? ''}`}
        aria-label={element.accessibility_label}
        aria-disabled={waiting || undefined}
        aria-busy={waiting || undefined}
        onClick={() => !waiting && ask(() => void run())}
      >
        {waiting && <Spinner />}
        {plainText(element.text)}
      </button>
      {asking}
    </>
  );
}

/** The three dots that open a menu. */
export function OverflowElement({ element, place }: ElementProps<Overflow>): ReactNode {
  const press = usePress();
  const [ask, asking] = useConfirm(element.confirm as ConfirmationDialog | undefined);
  return (
    <>
      <Menu
        label="More actions"
        className="icon-button outlined"
        items={element.options.map((option) => ({
          key: option.value ?? option.text.text,
          label: plainText(option.text),
          description: option.description ? plainText(option.description) : undefined,
          onChoose: () =>
            ask(() => {
              const url = option.url ? safeUrl(option.url) : null;
              if (url) window.open(url, '_blank', 'noopener,noreferrer');
              void press(place.blockId, place.actionId, option.value);
            }),
        }))}
      >
        <Icon name="more" />
      </Menu>
      {asking}
    </>
  );
}
