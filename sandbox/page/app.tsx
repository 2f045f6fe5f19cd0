import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import type { Act, PersonInfo, Screen } from '../protocol.ts';
import { Dialog } from './controls/dialog.tsx';
import { Spinner } from './controls/icons.tsx';
import { Conversation } from './shell/conversation.tsx';
import { Header } from './shell/header.tsx';
import { Home } from './shell/home.tsx';
import { ModalStack } from './shell/modal.tsx';
import { Sidebar } from './shell/sidebar.tsx';
import { Toast } from './shell/toast.tsx';
import { perform, Unreachable } from './state/api.ts';
import { PendingValues, type Sent } from './state/pending-values.ts';
import { appConversation, type Sandbox, SandboxContext } from './state/sandbox.ts';
import { useClock } from './state/use-clock.ts';
import { useMedia } from './state/use-media.ts';
import { usePeople } from './state/use-people.ts';
import { HOME, usePlace } from './state/use-place.ts';
import { useScreen } from './state/use-screen.ts';
import { useToast } from './state/use-toast.ts';

/** In the address: this person's conversation with the app, whatever its id. */
const APP = 'app';
const NARROW = '(max-width: 760px)';

export function App(): ReactNode {
  const [place, go] = usePlace();
  const people = usePeople();
  const known = people?.some(({ id }) => id === place.as) ? place.as : null;
  const as = known ?? people?.find(({ kind }) => kind === 'member' || kind === 'admin')?.id ?? null;

  useEffect(() => {
    if (as !== null && as !== place.as) go({ as }, 'replace');
  }, [as, place.as, go]);

  if (!people || as === null) return <Waiting words="Waiting for the sandbox…" />;
  return <AsPerson as={as} at={place.at} people={people} go={go} />;
}

interface AsPersonProps {
  as: string;
  at: string | null;
  people: PersonInfo[];
  go: ReturnType<typeof usePlace>[1];
}

function AsPerson({ as, at: wanted, people, go }: AsPersonProps): ReactNode {
  const { screen, line, show, latest } = useScreen(as);
  const clock = useClock();
  const narrow = useMedia(NARROW);
  const [drawer, setDrawer] = useState(false);
  const [toast, say, dismiss] = useToast(screen);

  const act = useCallback(
    async (what: Act) => {
      try {
        const answer = await perform(as, what);
        show(answer.screen);
        // Problems of a submission are shown at its fields.
        const isShown = what.do === 'submit' && !answer.ok && answer.failed === 'invalid';
        if (!answer.ok && !isShown) say(answer.message);
        else if (answer.ok && what.do !== 'open' && what.do !== 'openHome') dismiss();
        return answer;
      } catch (error) {
        say(error instanceof Error ? error.message : String(error));
        return null;
      }
    },
    [as, show, say, dismiss],
  );
  const pending = useMemo(
    () =>
      new PendingValues(async ({ where, blockId, actionId }, value): Promise<Sent> => {
        try {
          const answer = await perform(as, { do: 'set', where, blockId, actionId, value });
          show(answer.screen);
          if (answer.ok) return { taken: true };
          if (answer.failed === 'not_on_screen') return { taken: false, gone: true };
          if (answer.failed === 'invalid') return { taken: false, problem: answer.message };
          say(answer.message);
          return { taken: true };
        } catch (error) {
          const problem = error instanceof Unreachable ? error.message : 'That wasn’t saved. Try again.';
          return { taken: false, problem };
        }
      }),
    [as, show, say],
  );
  const openConversation = useCallback(
    (at: string) => {
      setDrawer(false);
      go({ at });
    },
    [go],
  );
  const sandbox = useMemo<Sandbox | null>(
    () => screen && { screen, latest, now: clock.now, pending, act, say, openConversation },
    [screen, latest, clock.now, pending, act, say, openConversation],
  );
  const unread = screen?.conversations.reduce((sum, conversation) => sum + conversation.unread, 0) ?? 0;
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${screen ? `${screen.app.name} in the Sandbox` : 'Sandbox'}`;
  }, [unread, screen]);

  if (!screen || !sandbox) {
    return (
      <Waiting
        words={line === 'lost' ? 'The sandbox isn’t answering. Trying again…' : 'Opening the sandbox…'}
      />
    );
  }
  const at = placeToShow(screen, wanted);
  const conversation = screen.conversations.find(({ id }) => id === at);
  const sidebar = <Sidebar at={at} onOpen={openConversation} />;
  const actAs = (id: string) => {
    void pending.flushAll();
    // A channel is the same for everybody; a DM is not.
    const stays = at === HOME || conversation?.kind === 'channel';
    go({ as: id, at: stays ? at : conversation?.withUserId === screen.app.botUserId ? APP : null });
  };
  const toastBox = <Toast toast={toast} onClose={dismiss} />;
  return (
    <SandboxContext value={sandbox}>
      <div className="app">
        <a className="skip-link" href="#pane-title">
          Skip to the conversation
        </a>
        <Header
          people={people}
          line={line}
          clock={clock}
          unread={unread}
          onMenu={narrow ? () => setDrawer(true) : null}
          onActAs={actAs}
        />
        {!narrow && sidebar}
        {narrow && drawer && (
          <Dialog labelledBy="drawer-title" className="drawer" light onClose={() => setDrawer(false)}>
            <h2 id="drawer-title" className="hidden">
              Conversations
            </h2>
            {sidebar}
          </Dialog>
        )}
        {conversation ? (
          <Conversation key={`${as} ${conversation.id}`} conversation={conversation} />
        ) : at === HOME ? (
          <Home key={as} />
        ) : (
          <main className="pane empty">You aren’t in any conversation here.</main>
        )}
      </div>
      <ModalStack modals={screen.modals} toast={toastBox} />
      {screen.modals.length === 0 && toastBox}
    </SandboxContext>
  );
}

/**
 * What the address asks for, if this person has it; else the app's Home, or the first conversation of someone who cannot
 * use the app. Null if there is nothing at all.
 */
function placeToShow(screen: Screen, wanted: string | null): string | null {
  const app = appConversation(screen);
  if (screen.conversations.some(({ id }) => id === wanted)) return wanted;
  if (!app) return screen.conversations[0]?.id ?? null;
  return wanted === APP ? app.id : HOME;
}

function Waiting({ words }: { words: string }): ReactNode {
  return (
    <main className="waiting" role="status">
      <Spinner /> {words}
    </main>
  );
}
