import { type ReactNode, useId } from 'react';
import { chartTable, formatNumber, niceTicks, slicePath, sum } from './chart-scale.ts';
import type { Chart, DataVisualizationBlock, Series } from './types.ts';

const WIDTH = 520;
const HEIGHT = 210;
const PLOT = { left: 38, right: WIDTH - 8, top: 10, bottom: HEIGHT - 26 };

type AxisChart = Exclude<Chart, { type: 'pie' }>;

/** A small chart with its legend; the same numbers as a table one press away. */
export function ChartBox({ block }: { block: DataVisualizationBlock }): ReactNode {
  const title = useId();
  const { chart } = block;
  const names =
    chart.type === 'pie' ? chart.segments.map(({ label }) => label) : chart.series.map(({ name }) => name);
  const table = chartTable(chart);
  return (
    <figure className={`block-chart ${chart.type}`} aria-labelledby={title}>
      <figcaption id={title}>{block.title}</figcaption>
      <div className="chart-body">
        {chart.type === 'pie' ? (
          <Pie chart={chart} title={block.title} />
        ) : (
          <Axes chart={chart} title={block.title} />
        )}
        {(names.length > 1 || chart.type === 'pie') && (
          <ul className="legend" aria-hidden="true">
            {names.map((name, index) => (
              <li key={name}>
                <span className={`swatch series-${index % 6}`} />
                {name}
              </li>
            ))}
          </ul>
        )}
      </div>
      <details>
        <summary>Show as a table</summary>
        <table>
          <caption className="hidden">{block.title}</caption>
          <thead>
            <tr>
              {table.head.map((cell) => (
                <th key={cell} scope="col">
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
                  <td key={index}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
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
        return (
          <path key={label} d={slicePath(from, at)} className={`slice series-${index % 6}`}>
            <title>{`${label}: ${formatNumber(value)}`}</title>
          </path>
        );
      })}
    </svg>
  );
}

function Axes({ chart, title }: { chart: AxisChart; title: string }): ReactNode {
  const { categories, x_label, y_label } = chart.axis_config;
  const ticks = niceTicks(chart.series.flatMap(({ data }) => data.map(({ value }) => value)));
  const low = ticks[0] ?? 0;
  const high = ticks.at(-1) ?? 1;
  const y = (value: number) => PLOT.bottom - ((value - low) / (high - low)) * (PLOT.bottom - PLOT.top);
  const slot = (PLOT.right - PLOT.left) / Math.max(1, categories.length);
  const x = (index: number) => PLOT.left + slot * (index + 0.5);
  const every = Math.ceil(categories.length / 8);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${title}: ${spoken(chart)}`}>
      {ticks.map((tick) => (
        <g key={tick} className={tick === 0 ? 'grid zero' : 'grid'}>
          <line x1={PLOT.left} x2={PLOT.right} y1={y(tick)} y2={y(tick)} />
          <text x={PLOT.left - 6} y={y(tick) + 4} textAnchor="end">
            {formatNumber(tick)}
          </text>
        </g>
      ))}
      {categories.map((category, index) =>
        index % every === 0 ? (
          <text key={category} className="category" x={x(index)} y={HEIGHT - 8} textAnchor="middle">
            {category}
          </text>
        ) : null,
      )}
      {chart.series.map((series, index) => (
        <SeriesShape
          key={series.name}
          kind={chart.type}
          series={series}
          index={index}
          count={chart.series.length}
          categories={categories}
          x={x}
          y={y}
          slot={slot}
        />
      ))}
      {(x_label || y_label) && <desc>{[y_label, x_label].filter(Boolean).join(' by ')}</desc>}
    </svg>
  );
}

interface ShapeProps {
  kind: AxisChart['type'];
  series: Series;
  index: number;
  count: number;
  categories: readonly string[];
  x: (index: number) => number;
  y: (value: number) => number;
  slot: number;
}

function SeriesShape({ kind, series, index, count, categories, x, y, slot }: ShapeProps): ReactNode {
  const points = categories.flatMap((category, at) => {
    const value = series.data.find(({ label }) => label === category)?.value;
    return value === undefined ? [] : [{ category, value, at }];
  });
  const className = `series-${index % 6}`;
  const tip = (point: (typeof points)[number]) =>
    `${series.name}, ${point.category}: ${formatNumber(point.value)}`;
  if (kind === 'bar') {
    const width = Math.min(36, (slot * 0.7) / count);
    return points.map((point) => (
      <rect
        key={point.category}
        className={`bar ${className}`}
        x={x(point.at) - (width * count) / 2 + width * index + 1}
        y={Math.min(y(point.value), y(0))}
        width={Math.max(1, width - 2)}
        height={Math.max(1, Math.abs(y(0) - y(point.value)))}
        rx={2}
      >
        <title>{tip(point)}</title>
      </rect>
    ));
  }
  const line = points.map(({ value, at }) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join('L');
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return null;
  return (
    <g className={className}>
      {kind === 'area' && (
        <path className="area" d={`M${x(first.at)},${y(0)}L${line}L${x(last.at)},${y(0)}Z`} />
      )}
      <path className="line" d={`M${line}`} />
      {points.map((point) => (
        <circle key={point.category} className="point" cx={x(point.at)} cy={y(point.value)} r={3.5}>
          <title>{tip(point)}</title>
        </circle>
      ))}
    </g>
  );
}

function spoken(chart: Chart): string {
  const kind = { pie: 'pie chart', bar: 'bar chart', line: 'line chart', area: 'area chart' }[chart.type];
  return `${kind}; the table below has the numbers`;
}
