import type { MrkdwnElement, PlainTextElement } from '@slack/types';
import { type ReactNode, useMemo } from 'react';
import { useSandbox } from '../state/sandbox.ts';
import { withEmoji } from './emoji.ts';
import { parseInline, parseMrkdwn } from './mrkdwn.ts';
import { type Reader, showInline, showParagraphs } from './show-mrkdwn.ts';

export type TextObject = PlainTextElement | MrkdwnElement;

/** A text object of Slack's, as paragraphs. */
export function Text({ text }: { text: TextObject }): ReactNode {
  return text.type === 'mrkdwn' ? (
    <Mrkdwn source={text.text} verbatim={text.verbatim === true} />
  ) : (
    <p className="plain">{plainText(text)}</p>
  );
}

/** A text object of Slack's within a line: an option, a field's cell, a hint. */
export function InlineText({ text }: { text: TextObject }): ReactNode {
  return text.type === 'mrkdwn' ? <InlineMrkdwn source={text.text} /> : plainText(text);
}

export function Mrkdwn({ source, verbatim = false }: { source: string; verbatim?: boolean }): ReactNode {
  const reader = useReader();
  const paragraphs = useMemo(() => parseMrkdwn(source, { verbatim }), [source, verbatim]);
  return <div className="mrkdwn">{showParagraphs(paragraphs, reader)}</div>;
}

function InlineMrkdwn({ source }: { source: string }): ReactNode {
  const reader = useReader();
  return showInline(parseInline(source), reader);
}

export function plainText(text: { text: string; emoji?: boolean }): string {
  return text.emoji === false ? text.text : withEmoji(text.text);
}

export function useReader(): Reader {
  const { screen, now } = useSandbox();
  const names = useMemo(
    () => new Map(screen.people.map((person) => [person.id, person.realName || person.name])),
    [screen],
  );
  const channels = useMemo(() => new Map(screen.conversations.map(({ id, name }) => [id, name])), [screen]);
  return {
    userName: (id) => names.get(id) ?? (id === screen.app.botUserId ? screen.app.name : 'someone'),
    channelName: (id) => channels.get(id) ?? 'private channel',
    timeZone: screen.me.timeZone,
    now,
  };
}
