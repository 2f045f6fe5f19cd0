import type { ModalView } from '@slack/types';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { ScreenView, StateValues } from '../../protocol.ts';
import { Blocks } from '../blocks/block.tsx';
import { type Surface, SurfaceContext } from '../blocks/surface.ts';
import type { AnyBlock } from '../blocks/types.ts';
import { Dialog } from '../controls/dialog.tsx';
import { Icon, Spinner } from '../controls/icons.tsx';
import { useSandbox } from '../state/sandbox.ts';
import { plainText } from '../text/text.tsx';

const FOCUSABLE = 'input:not([type=hidden]), textarea, select, button, a[href]';

/** The topmost of the open modals. One dialog carries the whole stack, so that going deeper keeps the focus inside. */
export function ModalStack({ modals, toast }: { modals: ScreenView[]; toast: ReactNode }): ReactNode {
  const { act } = useSandbox();
  const top = modals.at(-1);
  if (!top) return null;
  return (
    <Dialog
      labelledBy="modal-title"
      className="modal"
      onClose={() => void act({ do: 'close', viewId: top.id })}
    >
      <Modal key={top.id} modal={top} isOnTop={modals.length > 1} />
      {toast}
    </Dialog>
  );
}

function Modal({ modal, isOnTop }: { modal: ScreenView; isOnTop: boolean }): ReactNode {
  const { act, pending, screen, latest, say } = useSandbox();
  const [submitting, setSubmitting] = useState(false);
  const [submitted, setSubmitted] = useState<StateValues | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const view = modal.view as ModalView;
  const waiting = submitting || modal.busy;
  const { id: viewId, state, busy, errors: appErrors } = modal;
  const surface = useMemo<Surface>(() => {
    const errors = submitted ? untouched(appErrors, submitted, state) : appErrors;
    return { where: { in: 'modal', viewId }, state, errors, busy, idPrefix: `v-${viewId}` };
  }, [viewId, state, appErrors, submitted, busy]);

  useEffect(() => {
    const body = form.current?.querySelector<HTMLElement>('.modal-body');
    const first = body?.querySelector<HTMLElement>('.block-input input, .block-input textarea') ?? body;
    first?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    if (submitted === null) return;
    const wrong = form.current?.querySelector<HTMLElement>('[data-field="error"]');
    wrong?.querySelector<HTMLElement>(FOCUSABLE)?.focus();
    wrong?.scrollIntoView({ block: 'center' });
  }, [submitted]);

  const submit = async () => {
    if (waiting) return;
    setSubmitting(true);
    try {
      const [refused] = await pending.flush({ in: 'modal', viewId });
      if (refused) return say(refused.problem ?? '');
      await act({ do: 'submit', viewId });
      setSubmitted(latest()?.modals.find(({ id }) => id === viewId)?.state ?? {});
    } finally {
      setSubmitting(false);
    }
  };
  const close = () => void act({ do: 'close', viewId });

  return (
    <form
      ref={form}
      noValidate
      aria-busy={waiting}
      onSubmit={(event) => {
        event.preventDefault();
        if (view.submit) void submit();
      }}
    >
      <div className="modal-head">
        <h2 id="modal-title">{plainText(view.title)}</h2>
        <span className="modal-app">{screen.app.name}</span>
        <button
          type="button"
          className="icon-button"
          aria-label={isOnTop ? 'Back' : 'Close dialog'}
          onClick={close}
        >
          <Icon name="close" />
        </button>
      </div>
      <div className="modal-body" tabIndex={-1}>
        <SurfaceContext value={surface}>
          <Blocks blocks={view.blocks as AnyBlock[]} />
        </SurfaceContext>
      </div>
      <div className="modal-foot">
        <button type="button" className="button" onClick={close}>
          {view.close ? plainText(view.close) : view.submit ? 'Cancel' : 'Close'}
        </button>
        {view.submit && (
          <button
            type="submit"
            className="button primary"
            aria-disabled={waiting || undefined}
            disabled={waiting}
          >
            {waiting && <Spinner />}
            {plainText(view.submit)}
          </button>
        )}
      </div>
    </form>
  );
}

/** Problems of fields that are unchanged since they were submitted: changing a field clears its problem. */
function untouched(
  problems: Record<string, string>,
  submitted: StateValues,
  now: StateValues,
): Record<string, string> {
  const same = (blockId: string) => JSON.stringify(submitted[blockId]) === JSON.stringify(now[blockId]);
  return Object.fromEntries(Object.entries(problems).filter(([blockId]) => same(blockId)));
}
