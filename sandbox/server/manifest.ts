import type { CommandInfo, ShortcutInfo } from '../protocol.ts';
import { isRaw, rawList, rawOrEmpty, stringList, textOrEmpty } from '../raw.ts';

/** What the server needs of an app's manifest. */
export interface AppManifest {
  name: string;
  scopes: ReadonlySet<string>;
  commands: (CommandInfo & { shouldEscape: boolean })[];
  shortcuts: ShortcutInfo[];
  botEvents: ReadonlySet<string>;
  interactive: boolean;
  socketMode: boolean;
  homeTab: boolean;
  messagesTab: boolean;
  /** The messages tab shows messages but has no field to write in. */
  messagesReadOnly: boolean;
}

/** Reads a parsed manifest. What is absent has Slack's default. @throws TypeError when it is not an object. */
export function readManifest(manifest: unknown): AppManifest {
  if (!isRaw(manifest)) throw new TypeError('The manifest must be an object');
  const features = rawOrEmpty(manifest.features);
  const home = rawOrEmpty(features.app_home);
  const settings = rawOrEmpty(manifest.settings);
  const scopes = rawOrEmpty(rawOrEmpty(manifest.oauth_config).scopes);
  const bot = rawOrEmpty(features.bot_user);
  return {
    name:
      textOrEmpty(bot.display_name) || textOrEmpty(rawOrEmpty(manifest.display_information).name) || 'App',
    scopes: new Set(stringList(scopes.bot)),
    commands: rawList(features.slash_commands).map((command) => ({
      command: textOrEmpty(command.command),
      description: textOrEmpty(command.description),
      usageHint: textOrEmpty(command.usage_hint),
      shouldEscape: command.should_escape === true,
    })),
    shortcuts: rawList(features.shortcuts).map((shortcut) => ({
      name: textOrEmpty(shortcut.name),
      callbackId: textOrEmpty(shortcut.callback_id),
      type: shortcut.type === 'message' ? 'message' : 'global',
      description: textOrEmpty(shortcut.description),
    })),
    botEvents: new Set(stringList(rawOrEmpty(settings.event_subscriptions).bot_events)),
    interactive: rawOrEmpty(settings.interactivity).is_enabled === true,
    socketMode: settings.socket_mode_enabled === true,
    homeTab: home.home_tab_enabled === true,
    messagesTab: home.messages_tab_enabled !== false,
    messagesReadOnly: home.messages_tab_read_only_enabled === true,
  };
}
