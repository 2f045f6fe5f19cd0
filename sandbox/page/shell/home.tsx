import { type ReactNode, useEffect, useMemo } from 'react';
import { Blocks } from '../blocks/block.tsx';
import { type Surface, SurfaceContext } from '../blocks/surface.ts';
import type { AnyBlock } from '../blocks/types.ts';
import { useSandbox } from '../state/sandbox.ts';
import { AppTabs } from './app-tabs.tsx';
import { Avatar } from './avatar.tsx';

/** The App Home, as the app last published it for this person. */
export function Home(): ReactNode {
  const { screen, act } = useSandbox();
  const { home, app, me } = screen;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the app is told once per visit.
  useEffect(() => {
    void act({ do: 'openHome' });
  }, [me.id]);
  const surface = useMemo<Surface>(
    () => ({
      where: { in: 'home' },
      state: home?.state ?? {},
      errors: home?.errors ?? {},
      busy: home?.busy ?? false,
      idPrefix: 'home',
    }),
    [home],
  );
  return (
    <main className="pane" aria-labelledby="pane-title">
      <div className="pane-head">
        <div className="pane-title">
          <Avatar userId={app.botUserId} size={26} />
          <h1 id="pane-title" tabIndex={-1}>
            {app.name}
          </h1>
          <span className="app-tag">APP</span>
          {!app.connected && <span className="row-note">not connected</span>}
        </div>
        <AppTabs at="home" />
      </div>
      <section
        className="home"
        aria-label={`${app.name} Home`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must be able to scroll it.
        tabIndex={0}
      >
        {home ? (
          <SurfaceContext value={surface}>
            <div className="home-page">
              <Blocks blocks={home.view.blocks as AnyBlock[]} />
            </div>
          </SurfaceContext>
        ) : (
          <p className="empty">
            {app.connected
              ? `${app.name} has nothing on its Home for you.`
              : `${app.name} is not connected yet.`}
          </p>
        )}
      </section>
    </main>
  );
}
