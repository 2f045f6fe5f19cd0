const lists = new Intl.ListFormat('en-GB');
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

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

/** "Ana, Ben and Cy". */
export function listText(names: readonly string[]): string {
  return lists.format(names);
}
