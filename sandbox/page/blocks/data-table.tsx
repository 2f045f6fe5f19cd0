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

  const sortBy = (column: number) =>
    setOrder(
      order?.column === column ? { column, descending: !order.descending } : { column, descending: false },
    );
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
                  className={cellClass(body[0]?.[column])}
                  aria-sort={
                    order?.column === column ? (order.descending ? 'descending' : 'ascending') : undefined
                  }
                >
                  <button type="button" onClick={() => sortBy(column)}>
                    <Cell cell={cell} />
                    <span aria-hidden="true">
                      {order?.column === column ? (order.descending ? ' ↓' : ' ↑') : ''}
                    </span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <TableBody rows={rows} headerColumn={headerColumn} />
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
          <TableBody rows={rows} headerColumn={-1} />
        </table>
      </div>
    </div>
  );
}

function TableBody({
  rows,
  headerColumn,
}: {
  rows: readonly (readonly TableCell[])[];
  headerColumn: number;
}): ReactNode {
  return (
    <tbody>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place.
        <tr key={index}>
          {row.map((cell, column) =>
            column === headerColumn ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above.
              <th key={column} scope="row" className={cellClass(cell)}>
                <Cell cell={cell} />
              </th>
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above.
              <td key={column} className={cellClass(cell)}>
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

function cellClass(cell: TableCell | undefined): string | undefined {
  return cell?.type === 'raw_number' ? 'number' : undefined;
}
