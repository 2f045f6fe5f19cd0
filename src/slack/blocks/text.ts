const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Makes what somebody typed safe in mrkdwn and in a message's top-level `text`: no mention, link or channel ping can
 * come of it. Source: docs.slack.dev, "Formatting message text", escaping.
 */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Cuts to `max` UTF-16 units, ending in an ellipsis, never through a character as a reader sees it. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  let end = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    if (index + segment.length > max - 1) break;
    end = index + segment.length;
  }
  return `${text.slice(0, end)}…`;
}

/**
 * What was typed, without what nobody types on purpose: control and bidirectional-override characters, white space
 * at the ends. Line breaks stay.
 */
export function tidy(text: string): string {
  return (
    text
      .toWellFormed()
      .replaceAll('\r\n', '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it takes out
      .replace(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFEFF]/gu, ' ')
      .normalize('NFC')
      .trim()
  );
}

/** As `tidy`, on one line. */
export function tidyLine(text: string): string {
  return tidy(text).replace(/\s+/gu, ' ');
}

/** "1 client", "2 clients". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
