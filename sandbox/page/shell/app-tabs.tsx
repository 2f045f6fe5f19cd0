import type { ReactNode } from 'react';
import { appConversation, useSandbox } from '../state/sandbox.ts';
import { HOME } from '../state/use-place.ts';

/** The app's two places: its Home and the DM with it. */
export function AppTabs({ at }: { at: 'home' | 'messages' }): ReactNode {
  const { screen, openConversation } = useSandbox();
  const dm = appConversation(screen);
  const tabs = [
    { key: 'home', label: 'Home', target: HOME, unread: 0 },
    ...(dm ? [{ key: 'messages', label: 'Messages', target: dm.id, unread: dm.unread }] : []),
  ];
  return (
    <div className="tabs" role="tablist" aria-label={screen.app.name}>
      {tabs.map((tab) => (
        <button
          key={tab.key}
          type="button"
          role="tab"
          aria-selected={tab.key === at}
          onClick={() => openConversation(tab.target)}
        >
          {tab.label}
          {tab.unread > 0 && <span className="badge">{tab.unread}</span>}
        </button>
      ))}
    </div>
  );
}
