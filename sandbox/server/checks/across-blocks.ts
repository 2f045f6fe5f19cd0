import { problemAt } from './slack-problems.ts';

type Fields = Record<string, unknown>;
interface Placed {
  block: Fields;
  pointer: string;
}

/** A message's limits over all its blocks: Slack's pages "Data visualization block", "Table block", "Markdown block". */
const CHARTS_A_MESSAGE = 2;
const TABLES_A_MESSAGE = 1;
const CELL_CHARACTERS_A_MESSAGE = 10_000;
const MARKDOWN_CHARACTERS_A_MESSAGE = 12_000;

/**
 * What only shows across all blocks: identifiers used twice, more than one focused field, and a message's overall limits.
 *
 * @param blocks each already checked by itself.
 */
export function problemsAcross(blocks: unknown[], pointer: string): string[] {
  const placed = withNested(blocks, pointer);
  return [
    ...repeatedBlockIds(placed),
    ...placed.flatMap(repeatedActionIds),
    ...secondFocus(placed),
    ...overTheWhole(placed, pointer),
  ];
}

/** The interactive elements of a block, each with its pointer. */
function elementsOf({ block, pointer }: Placed): { element: Fields; pointer: string }[] {
  const single = ['element', 'accessory'].map((key) => ({
    element: block[key],
    pointer: `${pointer}/${key}`,
  }));
  const lists = ['elements', 'actions'].flatMap((key) =>
    listOf(block[key]).map((element, index) => ({ element, pointer: `${pointer}/${key}/${index}` })),
  );
  return [...single, ...lists].flatMap((found) =>
    isFields(found.element) ? [{ element: found.element, pointer: found.pointer }] : [],
  );
}

/** The blocks, each followed by those inside it (a container's children, a carousel's cards). */
export function withNested(blocks: unknown[], pointer: string): Placed[] {
  return blocks.flatMap((block, index) => {
    if (!isFields(block)) return [];
    const here = `${pointer}/${index}`;
    const nested = [
      ...withNested(listOf(block.child_blocks), `${here}/child_blocks`),
      ...(block.type === 'carousel' ? withNested(listOf(block.elements), `${here}/elements`) : []),
    ];
    return [{ block, pointer: here }, ...nested];
  });
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function repeatedBlockIds(placed: Placed[]): string[] {
  const seen = new Set<unknown>();
  return placed.flatMap(({ block, pointer }) => {
    const id = block.block_id;
    if (id === undefined) return [];
    if (seen.has(id))
      return [problemAt(`\`block_id\` "${String(id)}" already exists`, `${pointer}/block_id`)];
    seen.add(id);
    return [];
  });
}

function repeatedActionIds(placed: Placed): string[] {
  const seen = new Set<unknown>();
  return elementsOf(placed).flatMap(({ element, pointer }) => {
    const id = element.action_id;
    if (id === undefined || placed.block.type === 'carousel') return [];
    if (seen.has(id)) {
      const within =
        placed.block.block_id === undefined ? 'this block' : `\`block_id\` "${placed.block.block_id}"`;
      return [
        problemAt(`\`action_id\` "${String(id)}" already exists for ${within}`, `${pointer}/action_id`),
      ];
    }
    seen.add(id);
    return [];
  });
}

function secondFocus(placed: Placed[]): string[] {
  const focused = placed.flatMap(elementsOf).filter(({ element }) => element.focus_on_load === true);
  return focused
    .slice(1)
    .map(({ pointer }) => problemAt('only one element can have focus_on_load', `${pointer}/focus_on_load`));
}

function overTheWhole(placed: Placed[], pointer: string): string[] {
  const ofType = (...types: string[]) => placed.filter(({ block }) => types.includes(String(block.type)));
  const markdown = ofType('markdown').reduce((sum, { block }) => sum + String(block.text).length, 0);
  const cells = ofType('table', 'data_table').reduce((sum, { block }) => sum + textLength(block.rows), 0);
  const problems: string[] = [];
  if (ofType('data_visualization').length > CHARTS_A_MESSAGE) {
    problems.push(problemAt(`no more than ${CHARTS_A_MESSAGE} data_visualization blocks allowed`, pointer));
  }
  if (ofType('table').length > TABLES_A_MESSAGE) problems.push(problemAt('only_one_table_allowed', pointer));
  if (cells > CELL_CHARACTERS_A_MESSAGE) {
    problems.push(problemAt(`tables must be less than ${CELL_CHARACTERS_A_MESSAGE + 1} characters`, pointer));
  }
  if (markdown > MARKDOWN_CHARACTERS_A_MESSAGE) {
    problems.push(
      problemAt(`markdown must be less than ${MARKDOWN_CHARACTERS_A_MESSAGE + 1} characters`, pointer),
    );
  }
  return problems;
}

/** Characters of all `text` fields inside, at any depth. */
function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + textLength(item), 0);
  if (!isFields(value)) return 0;
  const own = typeof value.text === 'string' ? value.text.length : 0;
  return own + textLength(value.elements);
}
