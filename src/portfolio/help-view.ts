import { escapeText, type Message, mrkdwn, section } from '../slack/blocks/blocks.ts';
import { COMMAND, type SubCommandHelp } from '../slack/inbound/rules.ts';

const WITHOUT_SUB_COMMAND: readonly SubCommandHelp[] = [
  { name: '', takes: '', summary: 'See how this channel’s client is doing, or all clients if it has none.' },
  { name: '', takes: '<client>', summary: 'See how one client is doing. The first few letters are enough.' },
];

/** What can be typed after the command, one line each. */
export function helpMessage(subCommands: readonly SubCommandHelp[]): Message {
  const helpLast = subCommands.toSorted((a, b) => Number(a.name === 'help') - Number(b.name === 'help'));
  const lines = [...WITHOUT_SUB_COMMAND, ...helpLast].map(({ name, takes, summary }) => {
    const typed = [COMMAND, name, takes].filter((part) => part !== '').join(' ');
    return { typed: escapeText(typed), summary };
  });
  const intro =
    'Rapport reminds you to check in with your clients, and remembers what they tell you. Only you see the answers, unless you share them.';
  return {
    text: `${intro}\n${lines.map(({ typed, summary }) => `${typed}: ${summary}`).join('\n')}`,
    blocks: [
      section(mrkdwn(intro)),
      section(mrkdwn(lines.map(({ typed, summary }) => `\`${typed}\`\n${summary}`).join('\n'))),
    ],
  };
}
