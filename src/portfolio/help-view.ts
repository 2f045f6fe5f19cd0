import { escapeText, type Message, mrkdwn, section } from '../slack/blocks/blocks.ts';
import { COMMAND, type SubCommand } from '../slack/inbound/commands.ts';

const PLAIN: Pick<SubCommand, 'name' | 'takes' | 'summary'>[] = [
  { name: '', takes: '', summary: 'How the client of this channel is; elsewhere, how all clients are.' },
  { name: '', takes: '<client>', summary: 'How one client is; the first few letters of the name will do.' },
];

/** What can stand behind the command, one line each. */
export function helpMessage(subCommands: readonly SubCommand[]): Message {
  const helpLast = subCommands.toSorted((a, b) => Number(a.name === 'help') - Number(b.name === 'help'));
  const lines = [...PLAIN, ...helpLast].map(({ name, takes, summary }) => {
    const typed = [COMMAND, name, takes].filter((part) => part !== '').join(' ');
    return { typed, summary };
  });
  const words = [
    'Rapport reminds you to ask your clients how it is going, and keeps what they say.',
    'Only you can see these answers, unless you share them.',
  ].join(' ');
  return {
    text: `${words}\n${lines.map(({ typed, summary }) => `${escapeText(typed)}: ${summary}`).join('\n')}`,
    blocks: [
      section(mrkdwn(words)),
      section(mrkdwn(lines.map(({ typed, summary }) => `\`${escapeText(typed)}\`\n${summary}`).join('\n'))),
    ],
  };
}
