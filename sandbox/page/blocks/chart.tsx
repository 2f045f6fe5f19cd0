import { type ReactNode, useId, useState } from 'react';
import { AxisPlot } from './chart-axes.tsx';
import { Key } from './chart-marks.tsx';
import { chartTable, share, slicePath, spoken, sum } from './chart-scale.ts';
import type { Chart, DataVisualizationBlock } from './types.ts';

/** A slice smaller than this has no room for its percentage. */
const SHARE_SHOWN_FROM = 0.08;

/** A small chart with its legend. The numbers are also in a table: always for screen readers, on request for others. */
export function ChartBox({ block }: { block: DataVisualizationBlock }): ReactNode {
  const title = useId();
  const { chart } = block;
  return (
    <figure className="block-chart" data-kind={chart.type} aria-labelledby={title}>
      <figcaption id={title}>{block.title}</figcaption>
      <div className="chart-body">
        {chart.type === 'pie' ? (
          <Pie chart={chart} title={block.title} />
        ) : (
          <AxisPlot chart={chart} name={`${block.title}: ${spoken(chart)}`} />
        )}
        <Legend chart={chart} />
      </div>
      <ChartTable chart={chart} title={block.title} />
    </figure>
  );
}

function Legend({ chart }: { chart: Chart }): ReactNode {
  const entries =
    chart.type === 'pie'
      ? chart.segments.map(({ label, value }) => [label, share(value, sum(chart.segments))] as const)
      : chart.series.map(({ name }) => [name, ''] as const);
  if (entries.length === 1 && chart.type !== 'pie') return null;
  return (
    <ul className="legend" aria-hidden="true">
      {entries.map(([name, part], index) => (
        <li key={name}>
          <Key kind={chart.type} index={index} />
          {name}
          {part && <span className="legend-share">{part}</span>}
        </li>
      ))}
    </ul>
  );
}

function Pie({ chart, title }: { chart: Extract<Chart, { type: 'pie' }>; title: string }): ReactNode {
  const total = sum(chart.segments);
  let at = 0;
  return (
    <svg viewBox="-1.05 -1.05 2.1 2.1" role="img" aria-label={`${title}: ${spoken(chart)}`}>
      {chart.segments.map(({ label, value }, index) => {
        const from = at;
        at += value / total;
        const middle = ((from + at) / 2) * 2 * Math.PI;
        return (
          <g key={label} className={`series-${index % 6}`}>
            <path d={slicePath(from, at)} className="slice">
              <title>{`${label}: ${share(value, total)}`}</title>
            </path>
            {chart.segments.length > 1 && value / total >= SHARE_SHOWN_FROM && (
              <text x={0.66 * Math.sin(middle)} y={-0.66 * Math.cos(middle) + 0.05} textAnchor="middle">
                {share(value, total)}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}

function ChartTable({ chart, title }: { chart: Chart; title: string }): ReactNode {
  const [shown, setShown] = useState(false);
  const id = useId();
  const table = chartTable(chart);
  return (
    <>
      <button
        type="button"
        className="chart-toggle"
        aria-expanded={shown}
        aria-controls={id}
        onClick={() => setShown(!shown)}
      >
        {shown ? 'Hide the table' : 'Show as a table'}
      </button>
      <div id={id} className={shown ? 'table-scroller' : 'hidden'}>
        <table>
          <caption className="hidden">{title}</caption>
          <thead>
            <tr>
              {table.head.map((cell, index) => (
                <th key={cell} scope="col" className={index > 0 ? 'number' : undefined}>
                  {cell}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map(([first, ...cells]) => (
              <tr key={first}>
                <th scope="row">{first}</th>
                {cells.map((cell, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns have no identity but their place.
                  <td key={index} className="number">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
