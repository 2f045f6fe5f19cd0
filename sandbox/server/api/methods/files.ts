import { type Raw, rawList } from '../../../raw.ts';
import { refused, SlackError } from '../../slack-error.ts';
import { newId, secret } from '../../state/ids.ts';
import { addMessage, nowSeconds, type SandboxState } from '../../state/state.ts';
import { text } from '../arguments.ts';
import { conversationFor, isMember } from '../conversation-access.ts';
import { method } from '../method.ts';

export const fileMethods = [
  method({
    name: 'files.getUploadURLExternal',
    scopes: ['files:write'],
    tier: 4,
    args: { filename: text, length: text },
    run: ({ state, baseUrl }, { filename: name, length }) => {
      const size = Number(length);
      if (!Number.isInteger(size) || size <= 0)
        throw refused('invalid_arguments', ['length must be positive']);
      const id = newId('F');
      const upload = secret(16);
      const created = nowSeconds(state);
      state.files.set(id, { id, name, title: name, size, upload, uploaded: false, created });
      return { upload_url: `${baseUrl}/upload/${upload}`, file_id: id };
    },
  }),

  method({
    name: 'files.completeUploadExternal',
    scopes: ['files:write'],
    tier: 4,
    args: {
      channel_id: text.optional(),
      channels: text.optional(),
      initial_comment: text.optional(),
      thread_ts: text.optional(),
    },
    run: (context, args) => {
      const { state } = context;
      const files = rawList(args.files).map((given) => {
        const file = state.files.get(String(given.id));
        if (!file?.uploaded) throw new SlackError('file_not_found');
        if (typeof given.title === 'string') file.title = given.title;
        return fileJson(state, file);
      });
      if (files.length === 0) throw refused('invalid_arguments', ['missing required field: files']);
      const channel = args.channel_id ?? args.channels;
      if (channel !== undefined) {
        const conversation = conversationFor(context, channel);
        if (!isMember(context, conversation)) throw new SlackError('not_in_channel');
        addMessage(state, conversation, {
          user: state.app.botUserId,
          fromApp: true,
          text: args.initial_comment ?? '',
          threadTs: args.thread_ts ?? null,
          files,
        });
      }
      return { files };
    },
  }),
];

/** Takes the bytes sent to an upload address; only their number is kept. Answers whether the address exists. */
export function receiveUpload(state: SandboxState, upload: string, bytes: number): boolean {
  const file = [...state.files.values()].find((candidate) => candidate.upload === upload);
  if (!file) return false;
  file.uploaded = true;
  file.receivedBytes = bytes;
  return true;
}

function fileJson(state: SandboxState, file: Raw): Raw {
  const name = String(file.name);
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name,
    title: file.title,
    filetype: name.includes('.') ? name.split('.').at(-1) : 'text',
    size: file.receivedBytes ?? file.size,
    user: state.app.botUserId,
    is_external: false,
  };
}
