import type { Fields } from '../../../src/slack/forms/field.ts';
import type { Form } from '../../../src/slack/forms/form.ts';

/** A form as Slack sends it back. @param inputs what is in its fields, such as `{ reason: { value: 'Why' } }`. */
export function typedView<F extends Fields, C>(
  form: Form<F, C, never>,
  context: C,
  inputs: { [K in keyof F]?: object },
): { private_metadata: string; state: unknown } {
  const { private_metadata = '' } = form.modal(
    { context, draft: form.empty },
    { callbackId: 'x', title: 'x', submit: 'x' },
  );
  const values = Object.keys(inputs).map((key) => [form.blockId(key), { [form.actionId(key)]: inputs[key] }]);
  return { private_metadata, state: { values: Object.fromEntries(values) } };
}

/** What each field is refused with, by its name; nothing where all is well. */
export function refusals<F extends Fields>(
  form: Pick<Form<F, unknown, never>, 'fields' | 'blockId'>,
  read: () => unknown,
): Partial<Record<keyof F, string>> {
  try {
    read();
    return {};
  } catch (error) {
    const { fields } = error as { fields: Record<string, string> };
    const names = Object.keys(form.fields).filter((key) => form.blockId(key) in fields);
    return Object.fromEntries(names.map((key) => [key, fields[form.blockId(key)]])) as Partial<
      Record<keyof F, string>
    >;
  }
}
