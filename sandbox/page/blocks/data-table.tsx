import type { DataTableBlock } from '@slack/types';
import { type ReactNode, useState } from 'react';
import { RichText } from './rich-text.tsx';
import { type Order, orderRows } from './table-order.ts';
import type { TableCell } from './types.ts';

const DEFAULT_PAGE = 5;

/** A table that can be sorted by its headers and paged through. */
export function DataTable({ block }: { block: DataTableBlock }): ReactNode {
  const [order, setOrder] = useState<Order | null>(null);
  const [page, setPage] = useState(0);
  const [head = [], ...body] = block.rows;
  const size = block.page_size ?? DEFAULT_PAGE;
  const pages = Math.max(1, Math.ceil(body.length / size));
  const at = Math.min(page, pages - 1);
  const rows = orderRows(body, order).slice(at * size, (at + 1) * size);
  const headerColumn = block.row_header_column_index ?? 0;

  const numeric = head.map((_, column) => body.some((row) => row[column]?.type === 'raw_number'));

  const sortBy = (column: number) => {
    setOrder({ column, descending: order?.column === column && !order.descending });
    setPage(0);
  };
  return (
    <div className="block-table">
      <div className="table-scroller">
        <table>
          <caption>{block.caption}</caption>
          <thead>
            <tr>
              {head.map((cell, column) => (
                <th
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns have no identity but their place.
                  key={column}
                  scope="col"
                  className={numeric[column] ? 'number' : undefined}
                  aria-sort={order?.column === column ? directionOf(order) : undefined}
                >
                  <button type="button" onClick={() => sortBy(column)}>
                    <Cell cell={cell} />
                    <SortMark order={order?.column === column ? order : null} />
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <TableBody rows={rows} headerColumn={headerColumn} numeric={numeric} />
        </table>
      </div>
      {pages > 1 && (
        <nav className="table-pages" aria-label={`Pages of ${block.caption}`}>
          <button type="button" className="button small" disabled={at === 0} onClick={() => setPage(at - 1)}>
            Previous
          </button>
          <span role="status">
            {at * size + 1}–{at * size + rows.length} of {body.length}
          </span>
          <button
            type="button"
            className="button small"
            disabled={at === pages - 1}
            onClick={() => setPage(at + 1)}
          >
            Next
          </button>
        </nav>
      )}
    </div>
  );
}

/** Slack's older `table` block: rows, and nothing to press. */
export function PlainTable({ rows }: { rows: readonly (readonly TableCell[])[] }): ReactNode {
  return (
    <div className="block-table">
      <div className="table-scroller">
        <table>
          <TableBody rows={rows} headerColumn={-1} numeric={[]} />
        </table>
      </div>
    </div>
  );
}

function TableBody({
  rows,
  headerColumn,
  numeric,
}: {
  rows: readonly (readonly TableCell[])[];
  headerColumn: number;
  /** Which columns are aligned like numbers, to the right. */
  numeric: readonly boolean[];
}): ReactNode {
  return (
    <tbody>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place.
        <tr key={index}>
          {row.map((cell, column) =>
            column === headerColumn ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above.
              <th key={column} scope="row" className={numeric[column] ? 'number' : undefined}>
                <Cell cell={cell} />
              </th>
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above.
              <td key={column} className={numeric[column] ? 'number' : undefined}>
                <Cell cell={cell} />
              </td>
            ),
          )}
        </tr>
      ))}
    </tbody>
  );
}

function Cell({ cell }: { cell: TableCell }): ReactNode {
  return cell.type === 'rich_text' ? <RichText block={cell} /> : cell.text;
}

function directionOf(order: Order): 'ascending' | 'descending' {
  return order.descending ? 'descending' : 'ascending';
}

function SortMark({ order }: { order: Order | null }): ReactNode {
  return (
    <span className={order ? 'sort-mark sorted' : 'sort-mark'} aria-hidden="true">
      {order ? (order.descending ? '↓' : '↑') : '↕'}
    </span>
  );
}
