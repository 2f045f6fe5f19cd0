import { createElement, Fragment, type ReactNode } from 'react';
import type { Inline, Paragraph } from './mrkdwn.ts';
import { fillDatePattern } from './time.ts';

/** What a text needs to be shown: people's names, and the reader's time zone. */
export interface Reader {
  userName: (id: string) => string;
  channelName: (id: string) => string;
  timeZone: string;
  /** Milliseconds, for "today" and "3 days ago". */
  now: number;
}

/** React's own escaping is enough to keep a text from harming the page: no node carries HTML. */
export function showParagraphs(paragraphs: readonly Paragraph[], reader: Reader): ReactNode {
  return paragraphs.map((paragraph, index) => {
    const key = `${paragraph.kind}${index}`;
    if (paragraph.kind === 'preformatted')
      return createElement('pre', { key }, createElement('code', null, paragraph.text));
    const tag = paragraph.kind === 'quote' ? 'blockquote' : 'p';
    return createElement(tag, { key }, showInline(paragraph.children, reader));
  });
}

export function showInline(nodes: readonly Inline[], reader: Reader): ReactNode {
  return nodes.map((node, index) =>
    createElement(Fragment, { key: `${node.kind}${index}` }, showNode(node, reader)),
  );
}

function showNode(node: Inline, reader: Reader): ReactNode {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'break':
      return createElement('br');
    case 'bold':
      return createElement('strong', null, showInline(node.children, reader));
    case 'italic':
      return createElement('em', null, showInline(node.children, reader));
    case 'strike':
      return createElement('s', null, showInline(node.children, reader));
    case 'code':
      return createElement('code', null, node.text);
    case 'link':
      return link(node.url, showInline(node.children, reader));
    case 'user':
      return mention(`@${reader.userName(node.id)}`);
    case 'channel':
      return mention(`#${node.label ?? reader.channelName(node.id)}`);
    case 'broadcast':
      return mention(`@${node.name}`, 'mention mention-all');
    case 'date': {
      const text = fillDatePattern(node.format, node.seconds, reader.timeZone, reader.now);
      const time = createElement('time', { dateTime: new Date(node.seconds * 1000).toISOString() }, text);
      return node.url === null ? time : link(node.url, time);
    }
  }
}

function link(url: string, children: ReactNode): ReactNode {
  return createElement('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, children);
}

function mention(text: string, className = 'mention'): ReactNode {
  return createElement('span', { className }, text);
}
