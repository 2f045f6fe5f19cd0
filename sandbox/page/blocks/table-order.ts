import type { TableCell } from './types.ts';

export interface Order {
  column: number;
  descending: boolean;
}

/** The rows ordered by one column: numbers by value, before all texts; texts as people order them. */
export function orderRows<Row extends readonly TableCell[]>(
  rows: readonly Row[],
  order: Order | null,
): Row[] {
  if (!order) return [...rows];
  const sign = order.descending ? -1 : 1;
  return rows.toSorted((a, b) => sign * compareCells(a[order.column], b[order.column]));
}

function compareCells(a: TableCell | undefined, b: TableCell | undefined): number {
  if (a?.type === 'raw_number' && b?.type === 'raw_number') return a.value - b.value;
  if (a?.type === 'raw_number') return -1;
  if (b?.type === 'raw_number') return 1;
  return textOf(a).localeCompare(textOf(b), 'en', { numeric: true });
}

function textOf(cell: TableCell | undefined): string {
  if (!cell || cell.type === 'raw_number') return cell?.text ?? '';
  if (cell.type === 'raw_text') return cell.text;
  return cell.elements
    .flatMap((part) => part.elements as unknown as { text?: string }[])
    .map(({ text }) => text ?? '')
    .join('');
}
