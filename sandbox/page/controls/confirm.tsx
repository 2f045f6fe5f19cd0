import type { ConfirmationDialog } from '@slack/types';
import { type ReactNode, useId, useState } from 'react';
import { plainText, Text } from '../text/text.tsx';
import { Dialog } from './dialog.tsx';

/** Asks first if an element has a `confirm`. Returns how to ask, and what to show while asking. */
export function useConfirm(confirm: ConfirmationDialog | undefined): [(then: () => void) => void, ReactNode] {
  const [then, setThen] = useState<{ run: () => void } | null>(null);
  const ask = (run: () => void) => (confirm ? setThen({ run }) : run());
  const shown = confirm && then && (
    <ConfirmBox
      confirm={confirm}
      onAnswer={(yes) => {
        setThen(null);
        if (yes) then.run();
      }}
    />
  );
  return [ask, shown || null];
}

function ConfirmBox({
  confirm,
  onAnswer,
}: {
  confirm: ConfirmationDialog;
  onAnswer: (yes: boolean) => void;
}): ReactNode {
  const title = useId();
  return (
    <Dialog labelledBy={title} className="confirm" onClose={() => onAnswer(false)}>
      <h2 id={title}>{confirm.title ? plainText(confirm.title) : 'Are you sure?'}</h2>
      <Text text={confirm.text} />
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={() => onAnswer(false)}>
          {confirm.deny ? plainText(confirm.deny) : 'Cancel'}
        </button>
        <button
          type="button"
          className={`button ${confirm.style === 'danger' ? 'danger' : 'primary'}`}
          onClick={() => onAnswer(true)}
        >
          {confirm.confirm ? plainText(confirm.confirm) : 'Yes'}
        </button>
      </div>
    </Dialog>
  );
}
