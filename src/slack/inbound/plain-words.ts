/** The ids of the people whom a message's text mentions. */
export function mentionedIn(text: string): string[] {
  return [...text.matchAll(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g)].map((match) => match[1] ?? '');
}

/**
 * What a message says, as a reader sees it, out of the text that Slack sends for it: entities, links, mentions and
 * channels become plain words. Source: docs.slack.dev, "Formatting message text", retrieving formatted messages.
 *
 * @param names of the people mentioned, by id; somebody not in it is "someone".
 */
export function plainWords(text: string, names: ReadonlyMap<string, { name: string }>): string {
  return text
    .replace(/<([^<>]*)>/g, (_, inside: string) => {
      const [target = '', label] = inside.split('|', 2);
      const kind = target[0];
      if (kind === '@') return `@${names.get(target.slice(1))?.name ?? label ?? 'someone'}`;
      if (kind === '#') return `#${label || 'a channel'}`;
      if (kind === '!') return label ?? `@${target.slice(1).split('^')[0]}`;
      return label || target.replace(/^mailto:/, '');
    })
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
