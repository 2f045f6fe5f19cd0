import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMethod } from '../../../sandbox/server/api/methods.ts';
import { checkBlocks } from '../../../sandbox/server/checks/blocks.ts';
import { scopeForEvent } from '../../../sandbox/server/checks/known-names.ts';
import { checkManifest } from '../../../sandbox/server/checks/manifest.ts';
import { checkMessage } from '../../../sandbox/server/checks/message.ts';
import { checkResponseAction } from '../../../sandbox/server/checks/response-action.ts';
import { checkValue, requiredMissing } from '../../../sandbox/server/checks/values.ts';
import { checkView } from '../../../sandbox/server/checks/views.ts';

const TYPES = [
  'section',
  'actions',
  'input',
  'context',
  'container',
  'carousel',
  'table',
  'data_table',
].concat([
  'data_visualization',
  'static_select',
  'number_input',
  'multi_users_select',
  'rich_text',
  'mrkdwn',
  'image',
]);
const KEYS = [
  'text',
  'elements',
  'element',
  'accessory',
  'options',
  'blocks',
  'rows',
  'chart',
  'child_blocks',
];

/** Nearly Block Kit: the right names in the wrong places. */
const nearlyBlock = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.jsonValue({ maxDepth: 1 }),
    fc.array(tie('node'), { maxLength: 3 }),
    fc
      .tuple(fc.constantFrom(...TYPES), fc.dictionary(fc.constantFrom(...KEYS), tie('node'), { maxKeys: 3 }))
      .map(([type, fields]) => ({ type, ...fields })),
  ),
})).node;
const anything = fc.oneof(
  fc.anything({ withBigInt: true, withSparseArray: true, withNullPrototype: true }),
  fc.jsonValue(),
  nearlyBlock,
  fc.array(nearlyBlock, { maxLength: 3 }),
);

describe('whatever is sent', () => {
  it('is judged, never thrown over', () => {
    fc.assert(
      fc.property(anything, fc.string(), (value, name) => {
        const view = { blocks: value };
        const object = Object(value);
        for (const surface of ['message', 'modal', 'home'] as const) {
          expect(checkBlocks(value, surface)).toBeInstanceOf(Array);
        }
        checkView(value, 'modal');
        checkView({ type: 'home', blocks: value }, 'home');
        checkMessage(value);
        checkMessage({ text: value, blocks: value, metadata: value, attachments: value });
        checkMessage({ text: 'a', metadata: { event_type: 'a', event_payload: value } });
        checkManifest(value);
        checkManifest({ display_information: { name: 'a' }, features: value, settings: value });
        checkResponseAction(value, view);
        checkResponseAction({ response_action: 'update', view: value }, view);
        checkValue(object, object);
        checkValue(
          { type: 'static_select', options: [] },
          { type: 'static_select', selected_option: value as never },
        );
        requiredMissing(view, {});
        findMethod(name);
        scopeForEvent(name);
      }),
      { numRuns: 300 },
    );
  });
});

const words = (max: number) =>
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: max }).filter((text) => text.length <= max);
const plain = (max: number) =>
  fc.record(
    { type: fc.constant('plain_text'), text: words(max), emoji: fc.boolean() },
    { requiredKeys: ['type', 'text'] },
  );
const mrkdwn = (max: number) =>
  fc.record(
    { type: fc.constant('mrkdwn'), text: words(max), verbatim: fc.boolean() },
    { requiredKeys: ['type', 'text'] },
  );
const text = (max: number) => fc.oneof(plain(max), mrkdwn(max));
const button = fc.record(
  {
    type: fc.constant('button'),
    text: plain(75),
    value: words(200),
    style: fc.constantFrom('primary', 'danger'),
  },
  { requiredKeys: ['type', 'text'] },
);
const select = fc
  .uniqueArray(fc.record({ text: plain(75), value: words(150) }), {
    minLength: 1,
    maxLength: 5,
    selector: (option) => option.value,
  })
  .chain((options) =>
    fc.record({
      type: fc.constant('static_select'),
      options: fc.constant(options),
      initial_option: fc.constantFrom(...options),
    }),
  );
const block = fc.oneof(
  fc.constant({ type: 'divider' }),
  fc.record({ type: fc.constant('header'), text: plain(150) }),
  fc.record({ type: fc.constant('section'), text: text(300), accessory: fc.oneof(button, select) }),
  fc.record({ type: fc.constant('section'), fields: fc.array(text(100), { minLength: 1, maxLength: 10 }) }),
  fc.record({ type: fc.constant('context'), elements: fc.array(text(100), { minLength: 1, maxLength: 10 }) }),
  fc.record({ type: fc.constant('actions'), elements: fc.array(button, { minLength: 1, maxLength: 25 }) }),
);
const message = fc.record(
  {
    text: words(500),
    blocks: fc.array(block, { minLength: 1, maxLength: 12 }),
    metadata: fc.record({
      event_type: fc.stringMatching(/^[a-z_]{1,40}$/),
      event_payload: fc.dictionary(
        words(10),
        fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean()),
        { maxKeys: 5 },
      ),
    }),
  },
  { requiredKeys: ['text'] },
);

describe('blocks nested ten thousand deep', () => {
  const deep = () => {
    let blocks: unknown[] = [];
    for (let depth = 0; depth < 10_000; depth += 1) blocks = [{ type: 'container', child_blocks: blocks }];
    return blocks;
  };

  it('are refused, not thrown over', () => {
    expect(checkBlocks(deep(), 'message')).not.toEqual([]);
    expect(checkView({ type: 'home', blocks: deep() }, 'home')).not.toBeNull();
    expect(checkMessage({ attachments: [{ blocks: deep() }] })).toMatchObject({
      error: 'invalid_attachments',
    });
  });
});

describe('any good message', () => {
  it('is taken', () => {
    fc.assert(
      fc.property(message, (sent) => {
        expect(checkMessage(sent)).toBeNull();
      }),
    );
  });

  it('is refused once any of its blocks has a field that Slack does not know', () => {
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 5 }), fc.nat(), (blocks, at) => {
        const spoiled = blocks.map((one, index) =>
          index === at % blocks.length ? { ...one, nope: 1 } : one,
        );
        expect(checkBlocks(spoiled, 'message')).toEqual([
          `invalid additional property: nope [json-pointer:/blocks/${at % blocks.length}]`,
        ]);
      }),
    );
  });
});
