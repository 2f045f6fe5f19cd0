import { isButton, plain } from '../elements.ts';
import type {
  Act,
  ActAnswer,
  ActRequest,
  InputValue,
  Screen,
  ScreenConversation,
  ScreenMessage,
  ScreenView,
  SlackOption,
} from '../protocol.ts';
import { ActRefused } from './act-refused.ts';
import { chosenValue, pickedValue, typedValue } from './field-values.ts';
import { type At, conversationNamed, type FoundElement, findElement } from './find-element.ts';
import type { SandboxDriver } from './sandbox-driver.ts';

/** One person at their screen. Every act resolves with the screen once the app has acknowledged, or throws `ActRefused`. */
export class PersonDriver {
  readonly id: string;
  readonly #sandbox: SandboxDriver;

  constructor(sandbox: SandboxDriver, id: string) {
    this.#sandbox = sandbox;
    this.id = id;
  }

  screen(): Promise<Screen> {
    return this.#sandbox.get(`/screen?as=${this.id}`);
  }

  /** The conversation with the app. */
  async dm(): Promise<ScreenConversation> {
    const screen = await this.screen();
    return this.#need(screen, dmWithApp(screen), 'the conversation with the app');
  }

  /** A conversation by id or name. */
  async conversation(name: string): Promise<ScreenConversation> {
    const screen = await this.screen();
    return this.#need(screen, conversationNamed(screen, name), `the conversation ${name}`);
  }

  /** The topmost modal. */
  async modal(): Promise<ScreenView> {
    const screen = await this.screen();
    return this.#need(screen, screen.modals.at(-1), 'a modal');
  }

  /** Waits until `find` finds something on the screen. `what` names it in the error. */
  async waitFor<T>(
    what: string,
    find: (screen: Screen) => T | undefined | null | false,
    timeoutMs = 5000,
  ): Promise<T> {
    const deadline = performance.now() + timeoutMs;
    let screen = await this.screen();
    for (;;) {
      const value = find(screen);
      if (value) return value;
      const leftMs = Math.ceil(deadline - performance.now());
      if (leftMs <= 0) {
        throw new ActRefused(
          'not_on_screen',
          `Waited ${timeoutMs} ms for ${what}, which did not come`,
          screen,
        );
      }
      screen = await this.#sandbox.get(`/screen?as=${this.id}&after=${screen.revision}&wait=${leftMs}`);
    }
  }

  /** Waits for a message that contains `words` in its text or blocks: in the DM with the app, unless `place` says where. */
  waitForMessage(words: string, place?: string, timeoutMs?: number): Promise<ScreenMessage> {
    return this.waitFor(
      `a message with "${words}"`,
      (screen) => {
        const conversation = place === undefined ? dmWithApp(screen) : conversationNamed(screen, place);
        return conversation?.messages.findLast((message) => saysWords(message, words));
      },
      timeoutMs,
    );
  }

  waitForModal(title: string, timeoutMs?: number): Promise<ScreenView> {
    return this.waitFor(
      `the modal "${title}"`,
      ({ modals }) => modals.at(-1)?.type === 'modal' && titleOf(modals.at(-1)) === title && modals.at(-1),
      timeoutMs,
    );
  }

  /** Sends a slash command with its text: in the DM with the app, unless `in` says where. */
  async command(text: string, at: { in?: string; times?: number } = {}): Promise<Screen> {
    const screen = await this.screen();
    const conversation = at.in === undefined ? dmWithApp(screen) : conversationNamed(screen, at.in);
    const channel = this.#need(screen, conversation, `the conversation ${at.in ?? 'with the app'}`).id;
    return this.act({ do: 'command', channel, text }, at.times);
  }

  async say(channel: string, text: string, threadTs?: string): Promise<Screen> {
    const screen = await this.screen();
    const id = conversationNamed(screen, channel)?.id ?? channel;
    return this.act({ do: 'say', channel: id, text, ...(threadTs ? { threadTs } : {}) });
  }

  async open(channel: string): Promise<Screen> {
    const screen = await this.screen();
    return this.act({ do: 'open', channel: conversationNamed(screen, channel)?.id ?? channel });
  }

  openHome(): Promise<Screen> {
    return this.act({ do: 'openHome' });
  }

  /** A shortcut by its name; with a message, the message shortcut of that name. */
  async shortcut(name: string, on: { message?: ScreenMessage; times?: number } = {}): Promise<Screen> {
    const screen = await this.screen();
    const type = on.message ? 'message' : 'global';
    const known = screen.shortcuts.find((one) => one.name === name && one.type === type);
    const { callbackId } = this.#need(screen, known, `the ${type} shortcut "${name}"`);
    const target = on.message ? { channel: on.message.channel, ts: on.message.ts } : {};
    return this.act({ do: 'shortcut', callbackId, ...target }, on.times);
  }

  /** Presses the one button with this label. */
  async press(label: string, at: At = {}): Promise<Screen> {
    const screen = await this.screen();
    const { where, placed } = findElement(screen, label, at, isButton);
    return this.act({ do: 'press', where, blockId: placed.blockId, actionId: placed.actionId }, at.times);
  }

  /** Chooses options by their text in a select, radio buttons, checkboxes or an overflow menu. */
  async choose(label: string, options: string | string[], at: At = {}): Promise<Screen> {
    const screen = await this.screen();
    const found = findElement(screen, label, at, (type) => !isButton(type));
    const texts = typeof options === 'string' ? [options] : options;
    const isExternal = found.placed.type.endsWith('external_select');
    const suggested = isExternal ? await this.#suggested(found, texts) : null;
    return this.#set(
      found,
      this.#build(screen, () => chosenValue(found.placed, texts, suggested)),
      at,
    );
  }

  /** Types into a field. An empty text clears it. */
  async type(label: string, text: string, at: At = {}): Promise<Screen> {
    const screen = await this.screen();
    const found = findElement(screen, label, at, (type) => type.endsWith('_input'));
    return this.#set(found, typedValue(found.placed, text), at);
  }

  /** Picks a date, time, person or channel. */
  async pick(label: string, picked: string | number, at: At = {}): Promise<Screen> {
    const screen = await this.screen();
    const found = findElement(
      screen,
      label,
      at,
      (type) => type.endsWith('picker') || type.endsWith('s_select'),
    );
    return this.#set(
      found,
      this.#build(screen, () => pickedValue(screen, found.placed, picked)),
      at,
    );
  }

  /** What an external select offers for a query. */
  async suggestions(label: string, query: string, at: At = {}): Promise<SlackOption[]> {
    const screen = await this.screen();
    const found = findElement(screen, label, at, (type) => type.endsWith('external_select'));
    return this.#suggest(found, query);
  }

  /** Submits the topmost modal. */
  async submit(times?: number): Promise<Screen> {
    return this.act({ do: 'submit', viewId: (await this.modal()).id }, times);
  }

  async closeModal(): Promise<Screen> {
    return this.act({ do: 'close', viewId: (await this.modal()).id });
  }

  /** Any act, as the page would send it. */
  async act(act: Act, times?: number): Promise<Screen> {
    const request: ActRequest = { as: this.id, act, ...(times === undefined ? {} : { times }) };
    const answer = await this.#sandbox.post<ActAnswer>('/act', request);
    if (!answer.ok) throw new ActRefused(answer.failed, answer.message, answer.screen);
    return answer.screen;
  }

  #set({ where, placed }: FoundElement, value: InputValue, at: At): Promise<Screen> {
    return this.act(
      { do: 'set', where, blockId: placed.blockId, actionId: placed.actionId, value },
      at.times,
    );
  }

  async #suggested(found: FoundElement, texts: string[]): Promise<SlackOption[]> {
    const asked = await Promise.all([...texts, ''].map((text) => this.#suggest(found, text)));
    return [...new Map(asked.flat().map((option) => [option.value, option])).values()];
  }

  async #suggest({ where, placed }: FoundElement, query: string): Promise<SlackOption[]> {
    const screen = await this.screen();
    const viewId = where.in === 'modal' ? where.viewId : (screen.home?.id ?? '');
    const params = new URLSearchParams({
      as: this.id,
      block: placed.blockId,
      action: placed.actionId,
      query,
      ...(where.in === 'message' ? { message: where.ts, channel: where.channel } : { view: viewId }),
    });
    const { options, optionGroups = [] } = await this.#sandbox.get<{
      options: SlackOption[];
      optionGroups?: { options: SlackOption[] }[];
    }>(`/suggest?${params}`);
    return [...options, ...optionGroups.flatMap((group) => group.options)];
  }

  #build(screen: Screen, build: () => InputValue): InputValue {
    try {
      return build();
    } catch (error) {
      throw new ActRefused('not_on_screen', error instanceof Error ? error.message : String(error), screen);
    }
  }

  #need<T>(screen: Screen, value: T | undefined, what: string): T {
    if (value === undefined) throw new ActRefused('not_on_screen', `Not on the screen: ${what}`, screen);
    return value;
  }
}

function dmWithApp(screen: Screen): ScreenConversation | undefined {
  return screen.conversations.find(({ withUserId }) => withUserId === screen.app.botUserId);
}

function titleOf(shown: ScreenView | undefined): string {
  return shown && 'title' in shown.view ? plain(shown.view.title) : '';
}

function saysWords(message: ScreenMessage, words: string): boolean {
  return (
    message.text.includes(words) ||
    JSON.stringify(message.blocks).includes(JSON.stringify(words).slice(1, -1))
  );
}
