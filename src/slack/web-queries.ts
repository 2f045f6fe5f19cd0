import type { WebClient } from '@slack/web-api';

/** What Rapport asks of Slack: it reads, and neither sends nor changes anything. */
export interface WebQueries {
  users: Pick<WebClient['users'], 'info'>;
  conversations: Pick<WebClient['conversations'], 'info' | 'members'>;
  dnd: Pick<WebClient['dnd'], 'info'>;
}

/** The queries alone: what holds them cannot reach the rest of the Web API. */
export function createWebQueries({ users, conversations, dnd }: WebClient): WebQueries {
  return {
    users: { info: users.info },
    conversations: { info: conversations.info, members: conversations.members },
    dnd: { info: dnd.info },
  };
}
