import type { ModalView } from '@slack/types';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { ScreenView } from '../../protocol.ts';
import { Blocks } from '../blocks/block.tsx';
import { type Surface, SurfaceContext } from '../blocks/surface.ts';
import type { AnyBlock } from '../blocks/types.ts';
import { Dialog } from '../controls/dialog.tsx';
import { Icon, Spinner } from '../controls/icons.tsx';
import { useSandbox } from '../state/sandbox.ts';
import { plainText } from '../text/text.tsx';
import { checkFields } from './check-fields.ts';

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
  const { act, pending, screen } = useSandbox();
  const [submitting, setSubmitting] = useState(false);
  const [attempts, setAttempts] = useState(0);
  const [ownErrors, setOwnErrors] = useState<Record<string, string>>({});
  const form = useRef<HTMLFormElement>(null);
  const view = modal.view as ModalView;
  const waiting = submitting || modal.busy;
  const errors = useMemo(() => ({ ...ownErrors, ...modal.errors }), [ownErrors, modal.errors]);
  const { id: viewId, state, busy } = modal;
  const surface = useMemo<Surface>(
    () => ({ where: { in: 'modal', viewId }, state, errors, busy, idPrefix: `v-${viewId}` }),
    [viewId, state, errors, busy],
  );

  useEffect(() => {
    const body = form.current?.querySelector<HTMLElement>('.modal-body');
    const first = body?.querySelector<HTMLElement>('.block-input input, .block-input textarea') ?? body;
    first?.focus({ preventScroll: true });
  }, []);
  const errorKeys = Object.keys(errors).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus goes to the first error after each attempt, not with each new screen.
  useEffect(() => {
    const wrong = form.current?.querySelector<HTMLElement>('[data-field="error"]');
    wrong?.querySelector<HTMLElement>(FOCUSABLE)?.focus();
    wrong?.scrollIntoView({ block: 'center' });
  }, [errorKeys, attempts]);

  const submit = async () => {
    if (waiting) return;
    setSubmitting(true);
    try {
      const refused = await pending.flush({ in: 'modal', viewId });
      const problems = {
        ...checkFields(
          view.blocks as AnyBlock[],
          (blockId, actionId) =>
            pending.get({ where: { in: 'modal', viewId }, blockId, actionId })?.value ??
            latest.current[blockId]?.[actionId],
        ),
        ...Object.fromEntries(refused.map(({ field, problem }) => [field.blockId, problem ?? ''])),
      };
      setOwnErrors(problems);
      if (Object.keys(problems).length === 0) await act({ do: 'submit', viewId });
    } finally {
      setSubmitting(false);
      setAttempts((count) => count + 1);
    }
  };
  const latest = useRef(state);
  latest.current = state;
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
