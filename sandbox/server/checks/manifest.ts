import { z } from 'zod';
import { BOT_SCOPES, COMMANDS_SCOPE, EVENT_SCOPES, scopeForEvent } from './known-names.ts';
import { problemAt, slackProblems } from './slack-problems.ts';

/**
 * Slack's published manifest schema (version 1) and its page "App manifest reference". Parts that only hosted apps use
 * (functions, workflows, datastores, ...) are known by name only.
 *
 * | part | limit |
 * |---|---|
 * | display_information | name 35, description 140, long_description 175 to 4000, background_color `#abc` or `#aabbcc` |
 * | features.bot_user | display_name 80 |
 * | features.slash_commands | 1 to 50: command 2 to 32 with `/`, description 2000, usage_hint 1000, url 3000 |
 * | features.shortcuts | 1 to 10: name 24, callback_id 255, description 150 |
 * | oauth_config | 1000 redirect_urls, 255 scopes |
 * | settings | 100 events, urls 3500, 50 address ranges |
 */
const flag = z.boolean().optional();
const words = (max: number, min = 1) => z.string().min(min).max(max);
const webAddress = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^https?:\/\//, 'must be a web address');
const unique = <Item extends z.ZodType>(item: Item) =>
  z.array(item).refine((items) => new Set(items).size === items.length, 'must not name the same thing twice');

const displayInformation = z.strictObject({
  name: words(35),
  description: words(140).optional(),
  long_description: words(4000, 175).optional(),
  background_color: z
    .string()
    .regex(/^#[0-9a-f]{3}([0-9a-f]{3})?$/i, 'must be a hex color')
    .optional(),
});

const slashCommand = z.strictObject({
  command: words(32, 2).regex(/^\/[^\s/A-Z]+$/, 'must be / and lower-case letters without spaces'),
  description: words(2000),
  usage_hint: words(1000).optional(),
  url: webAddress(3000).optional(),
  should_escape: flag,
});

const shortcut = z.strictObject({
  name: words(24),
  type: z.enum(['message', 'global']),
  callback_id: words(255),
  description: words(150),
});

const prompts = z.array(z.strictObject({ title: z.string(), message: z.string() })).optional();

const features = z.strictObject({
  app_home: z
    .strictObject({
      home_tab_enabled: flag,
      messages_tab_enabled: flag,
      messages_tab_read_only_enabled: flag,
    })
    .optional(),
  bot_user: z.strictObject({ display_name: words(80), always_online: flag }).optional(),
  shortcuts: z.array(shortcut).min(1).max(10).optional(),
  slash_commands: z.array(slashCommand).min(1).max(50).optional(),
  unfurl_domains: unique(words(255)).min(1).max(5).optional(),
  assistant_view: z
    .strictObject({ assistant_description: z.string(), suggested_prompts: prompts })
    .optional(),
  agent_view: z
    .strictObject({
      agent_description: z.string().max(300).optional(),
      suggested_prompts: prompts,
      actions: z.array(z.strictObject({ name: z.string(), description: z.string() })).optional(),
    })
    .optional(),
});

const botScope = z.string().refine((scope) => BOT_SCOPES.has(scope), 'must be a known bot scope');
const userScope = z.string().min(1).max(50);

const oauthConfig = z.strictObject({
  redirect_urls: unique(z.string().max(2500)).max(1000).optional(),
  scopes: z
    .strictObject({
      bot: unique(botScope).max(255).optional(),
      bot_optional: unique(botScope).max(255).optional(),
      user: unique(userScope).max(255).optional(),
      user_optional: unique(userScope).max(255).optional(),
    })
    .optional(),
  token_management_enabled: flag,
  pkce_enabled: flag,
});

const settings = z.strictObject({
  allowed_ip_address_ranges: unique(z.union([z.ipv4(), z.cidrv4()]))
    .min(1)
    .max(50)
    .optional(),
  event_subscriptions: z
    .strictObject({
      request_url: webAddress(3500).optional(),
      bot_events: unique(
        z.string().refine((event) => Object.hasOwn(EVENT_SCOPES, event), 'must be a known event for bots'),
      )
        .max(100)
        .optional(),
      user_events: unique(words(50)).max(100).optional(),
      metadata_subscriptions: z
        .array(z.strictObject({ app_id: z.string(), event_type: z.string().max(50) }))
        .min(1)
        .max(20)
        .optional(),
    })
    .optional(),
  incoming_webhooks: z.strictObject({ incoming_webhooks_enabled: flag }).optional(),
  interactivity: z
    .strictObject({
      is_enabled: z.boolean(),
      request_url: webAddress(3500).optional(),
      message_menu_options_url: webAddress(3500).optional(),
    })
    .optional(),
  org_deploy_enabled: flag,
  socket_mode_enabled: flag,
  token_rotation_enabled: flag,
  is_hosted: flag,
  is_mcp_enabled: flag,
  function_runtime: z.string().optional(),
  hermes_app_type: z.string().optional(),
  siws_links: z.unknown().optional(),
});

const hosted = z.unknown().optional();

const manifestSchema = z.strictObject({
  $schema: z.string().optional(),
  _metadata: z
    .strictObject({
      major_version: z.literal([1, 2]).optional(),
      minor_version: z.int().optional(),
      schema_version: z.int().optional(),
      min_version: z.int().optional(),
    })
    .optional(),
  display_information: displayInformation,
  features: features.optional(),
  oauth_config: oauthConfig.optional(),
  settings: settings.optional(),
  app_directory: hosted,
  functions: hosted,
  workflows: hosted,
  datastores: hosted,
  outgoing_domains: hosted,
  types: hosted,
  external_auth_providers: hosted,
  mcp_servers: hosted,
});

type Manifest = z.infer<typeof manifestSchema>;

/**
 * Whether Slack would create an app from this manifest, already parsed from YAML or JSON.
 *
 * @returns what is wrong, each with a pointer; empty if nothing is. Never throws.
 */
export function checkManifest(manifest: unknown): string[] {
  const problems = slackProblems(manifestSchema, manifest, '');
  return problems.length > 0 ? problems : relationProblems(manifest as Manifest);
}

/** What one part requires of another: Slack's pages "App manifest reference", "App Home" and those of the events. */
function relationProblems(manifest: Manifest): string[] {
  return [
    ...interactionProblems(manifest),
    ...homeProblems(manifest),
    ...addressProblems(manifest),
    ...eventProblems(manifest),
  ];
}

function interactionProblems({ features = {}, oauth_config, settings }: Manifest): string[] {
  const scopes = scopesOf(oauth_config);
  const commands = features.slash_commands ?? [];
  const shortcuts = features.shortcuts ?? [];
  const needCommands = commands.length + shortcuts.length > 0;
  const isInteractive = settings?.interactivity?.is_enabled;
  return [
    ...problemIf(scopes.length > 0 && !features.bot_user, 'bot scopes require bot_user', '/features'),
    ...problemIf(
      needCommands && !scopes.includes(COMMANDS_SCOPE),
      'slash commands and shortcuts require the scope commands',
      '/oauth_config/scopes/bot',
    ),
    ...problemIf(
      shortcuts.length > 0 && !isInteractive,
      'shortcuts require interactivity',
      '/settings/interactivity',
    ),
    ...commands.flatMap(({ command }, index) =>
      problemIf(
        commands.findIndex((other) => other.command === command) < index,
        `${command} already exists`,
        `/features/slash_commands/${index}/command`,
      ),
    ),
    ...shortcuts.flatMap(({ callback_id: id }, index) =>
      problemIf(
        shortcuts.findIndex((other) => other.callback_id === id) < index,
        `${id} already exists`,
        `/features/shortcuts/${index}/callback_id`,
      ),
    ),
  ];
}

function homeProblems({ features, settings }: Manifest): string[] {
  const home = features?.app_home ?? {};
  const hasMessagesTab = home.messages_tab_enabled !== false;
  const hearsOfHome = settings?.event_subscriptions?.bot_events?.includes('app_home_opened') ?? false;
  return [
    ...problemIf(
      home.messages_tab_read_only_enabled && !hasMessagesTab,
      'requires messages_tab_enabled',
      '/features/app_home/messages_tab_read_only_enabled',
    ),
    ...problemIf(
      hearsOfHome && !home.home_tab_enabled && !hasMessagesTab,
      'app_home_opened requires a tab of the App Home',
      '/features/app_home',
    ),
  ];
}

/** Without Socket Mode, Slack needs an address for everything it calls. */
function addressProblems({ features, settings = {} }: Manifest): string[] {
  if (settings.socket_mode_enabled === true) return [];
  const { event_subscriptions: events, interactivity } = settings;
  const missing = 'missing required field: request_url (without Socket Mode)';
  return [
    ...problemIf(events?.bot_events?.length && !events.request_url, missing, '/settings/event_subscriptions'),
    ...problemIf(interactivity?.is_enabled && !interactivity.request_url, missing, '/settings/interactivity'),
    ...(features?.slash_commands ?? []).flatMap(({ url }, index) =>
      problemIf(
        !url,
        'missing required field: url (without Socket Mode)',
        `/features/slash_commands/${index}`,
      ),
    ),
  ];
}

function eventProblems({ oauth_config, settings }: Manifest): string[] {
  const scopes = scopesOf(oauth_config);
  return (settings?.event_subscriptions?.bot_events ?? []).flatMap((event, index) => {
    const needed = scopeForEvent(event) ?? [];
    return problemIf(
      needed.length > 0 && !needed.some((scope) => scopes.includes(scope)),
      `${event} requires the scope ${needed.join(' or ')}`,
      `/settings/event_subscriptions/bot_events/${index}`,
    );
  });
}

function scopesOf(oauth: Manifest['oauth_config']): string[] {
  return [...(oauth?.scopes?.bot ?? []), ...(oauth?.scopes?.bot_optional ?? [])];
}

function problemIf(wrong: unknown, message: string, pointer: string): string[] {
  return wrong ? [problemAt(message, pointer)] : [];
}
