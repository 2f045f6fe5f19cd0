import { InvalidFields, UserError } from '../../runtime/errors.ts';
import type { DraftOf, Fields, FormState, Parsed, ValuesOf } from './field.ts';

interface Parts<F extends Fields, C> extends FormState<F, C> {
  keys: readonly (keyof F)[];
  /** Nothing for a field that was not asked. */
  parsed: ReadonlyMap<keyof F, Parsed<unknown> | undefined>;
  /** The blocks in which the fields came. */
  blockIds: ReadonlyMap<keyof F, string>;
  blockId: (key: keyof F) => string;
}

/** What Slack sent of a form: what is in its fields, what can be taken of it, and what is wrong. */
export class FilledForm<F extends Fields, C, Conditional extends keyof F> implements FormState<F, C> {
  readonly context: C;
  readonly draft: DraftOf<F>;
  /** Without what cannot be taken. */
  readonly valid: Readonly<Partial<ValuesOf<F, Conditional>>>;
  readonly #blockIds: Parts<F, C>['blockIds'];
  readonly #blockId: (key: keyof F) => string;
  readonly #wrong: Record<string, string> = {};

  constructor({ context, draft, keys, parsed, blockIds, blockId }: Parts<F, C>) {
    this.context = context;
    this.draft = draft;
    this.#blockIds = blockIds;
    this.#blockId = blockId;
    const valid: Partial<Record<keyof F, unknown>> = {};
    for (const key of keys) {
      const answer = parsed.get(key) ?? { value: null };
      if ('error' in answer) this.refuse(key, answer.error);
      else valid[key] = answer.value;
    }
    this.valid = valid as Partial<ValuesOf<F, Conditional>>;
  }

  /** Whether the field was on the screen. */
  has(key: keyof F): boolean {
    return this.#blockIds.has(key);
  }

  /** The version under which the field was on the screen; null where it was not, or has none. */
  version(key: keyof F): string | null {
    const prefix = `${this.#blockId(key)}-`;
    const blockId = this.#blockIds.get(key);
    return blockId?.startsWith(prefix) ? blockId.slice(prefix.length) : null;
  }

  /** Only the first thing that is wrong with a field is said. */
  refuse(key: keyof F, message: string): void {
    this.#wrong[this.#blockIds.get(key) ?? this.#blockId(key)] ??= message;
  }

  /** Waits for what else may refuse a field. @throws InvalidFields in place of a `UserError` that names one of the fields. */
  async atFields<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof UserError) || !error.field || !(error.field in this.draft)) throw error;
      this.refuse(error.field, error.message);
      throw new InvalidFields(this.#wrong);
    }
  }

  /** @throws InvalidFields for everything that is wrong, at once. */
  values(): ValuesOf<F, Conditional> {
    if (Object.keys(this.#wrong).length > 0) throw new InvalidFields(this.#wrong);
    return this.valid as ValuesOf<F, Conditional>;
  }
}
