import { type ReactNode, useRef } from 'react';
import { useWidth } from '../state/use-width.ts';
import { BarMark, PointMark } from './chart-marks.tsx';
import { formatNumber, formatTick, labelsThatFit, niceTicks, textWidth } from './chart-scale.ts';
import type { Chart, Series } from './types.ts';

type AxisChart = Exclude<Chart, { type: 'pie' }>;

/** The width to draw with until the real one is known. */
const USUAL_WIDTH = 560;
const TITLE_HEIGHT = 20;

/** Lines, areas or bars over categories. One unit is one CSS pixel, so that text keeps its size on a phone. */
export function AxisPlot({ chart, name }: { chart: AxisChart; name: string }): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box, USUAL_WIDTH);
  const { categories, x_label, y_label } = chart.axis_config;
  const ticks = niceTicks(chart.series.flatMap(({ data }) => data.map(({ value }) => value)));
  const low = ticks[0] ?? 0;
  const high = ticks.at(-1) ?? 1;
  const left = Math.max(...ticks.map((tick) => textWidth(formatTick(tick)))) + 8;
  const right = width - 4;
  const top = y_label ? TITLE_HEIGHT + 8 : 10;
  const bottom = top + Math.min(190, Math.max(130, width * 0.32));
  const height = bottom + (x_label ? 22 + TITLE_HEIGHT : 22);
  const slot = (right - left) / Math.max(1, categories.length);
  const x = (index: number) => left + slot * (index + 0.5);
  const y = (value: number) => bottom - ((value - low) / (high - low)) * (bottom - top);
  return (
    <div ref={box}>
      <svg viewBox={`0 0 ${width} ${height}`} height={height} role="img" aria-label={name}>
        {y_label && (
          <text className="axis-title" x={0} y={12}>
            {y_label}
          </text>
        )}
        {ticks.map((tick) => (
          <g key={tick} className={tick === 0 ? 'grid zero' : 'grid'}>
            <line x1={left} x2={right} y1={y(tick)} y2={y(tick)} />
            <text x={left - 8} y={y(tick) + 4} textAnchor="end">
              {formatTick(tick)}
            </text>
          </g>
        ))}
        {labelsThatFit(categories, x, width).map(({ label, middle }) => (
          <text key={label} x={middle} y={bottom + 17} textAnchor="middle">
            {label}
          </text>
        ))}
        {x_label && (
          <text className="axis-title" x={(left + right) / 2} y={height - 5} textAnchor="middle">
            {x_label}
          </text>
        )}
        {chart.series.map((series, index) => (
          <g key={series.name} className={`series-${index % 6}`}>
            {chart.type === 'bar' ? (
              <Bars {...{ chart, series, index, x, y, slot }} />
            ) : (
              <Line {...{ chart, series, index, x, y, slot }} />
            )}
          </g>
        ))}
      </svg>
    </div>
  );
}

interface SeriesProps {
  chart: AxisChart;
  series: Series;
  index: number;
  x: (index: number) => number;
  y: (value: number) => number;
  slot: number;
}

function Bars({ chart, series, index, x, y, slot }: SeriesProps): ReactNode {
  const count = chart.series.length;
  const width = Math.min(36, (slot * 0.78) / count);
  return pointsOf(chart, series).map(({ category, value, at }) => (
    <BarMark
      key={category}
      x={x(at) - (width * count) / 2 + width * index + 0.5}
      y={Math.min(y(value), y(0))}
      width={Math.max(1, width - 1)}
      height={Math.max(1, Math.abs(y(0) - y(value)))}
      index={index}
      tip={tip(series, category, value)}
    />
  ));
}

function Line({ chart, series, index, x, y }: SeriesProps): ReactNode {
  const points = pointsOf(chart, series);
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return null;
  const line = points.map(({ value, at }) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join('L');
  return (
    <>
      {chart.type === 'area' && (
        <path className="area" d={`M${x(first.at)},${y(0)}L${line}L${x(last.at)},${y(0)}Z`} />
      )}
      <path className="line" d={`M${line}`} />
      {points.map(({ category, value, at }) => (
        <PointMark key={category} x={x(at)} y={y(value)} index={index} tip={tip(series, category, value)} />
      ))}
    </>
  );
}

function pointsOf(chart: AxisChart, series: Series): { category: string; value: number; at: number }[] {
  return chart.axis_config.categories.flatMap((category, at) => {
    const value = series.data.find(({ label }) => label === category)?.value;
    return value === undefined ? [] : [{ category, value, at }];
  });
}

function tip(series: Series, category: string, value: number): string {
  return `${series.name}, ${category}: ${formatNumber(value)}`;
}
