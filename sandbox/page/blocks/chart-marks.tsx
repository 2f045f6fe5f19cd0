import type { ReactNode } from 'react';
import type { Chart } from './types.ts';

/** Shapes around (0, 0), one for each series, so that lines can be told apart without their colours. */
const POINTS = [
  'M-4,0A4,4,0,1,1,4,0A4,4,0,1,1,-4,0Z',
  'M-3.6,-3.6H3.6V3.6H-3.6Z',
  'M0,-4.8L4.6,3.6H-4.6Z',
  'M0,-5L5,0L0,5L-5,0Z',
  'M0,4.8L4.6,-3.6H-4.6Z',
  'M-4.4,-1.5H-1.5V-4.4H1.5V-1.5H4.4V1.5H1.5V4.4H-1.5V1.5H-4.4Z',
] as const;

/** Like `POINTS`, for bars: the pattern over each one's colour. The first has none. */
const PATTERNS = [
  '',
  'M-1,7L7,-1M-1,1L1,-1M5,7L7,5',
  'M1.5,1.5H2M4.5,4.5H5',
  'M0,3H6',
  'M-1,-1L7,7M-1,5L1,7M5,-1L7,1',
  'M3,0V6',
] as const;

/** The bars' patterns, once on the page for all its charts. */
export function BarPatterns(): ReactNode {
  return (
    <svg className="hidden" aria-hidden="true">
      <defs>
        {PATTERNS.map((path, index) => (
          <pattern
            key={path}
            id={`bar-pattern-${index}`}
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            className="bar-pattern"
          >
            <path d={path} />
          </pattern>
        ))}
      </defs>
    </svg>
  );
}

export function PointMark({ x, y, index, tip }: { x: number; y: number; index: number; tip?: string }) {
  return (
    <path className="point" d={POINTS[index % POINTS.length]} transform={`translate(${x} ${y})`}>
      {tip && <title>{tip}</title>}
    </path>
  );
}

interface BarProps {
  x: number;
  y: number;
  width: number;
  height: number;
  index: number;
  tip?: string;
}

export function BarMark({ index, tip, ...place }: BarProps): ReactNode {
  const pattern = index % PATTERNS.length;
  return (
    <>
      <rect className="bar" rx={2} {...place} />
      <rect fill={pattern === 0 ? 'transparent' : `url(#bar-pattern-${pattern})`} rx={2} {...place}>
        {tip && <title>{tip}</title>}
      </rect>
    </>
  );
}

/** The mark before a name in the legend, drawn like its series. */
export function Key({ kind, index }: { kind: Chart['type']; index: number }): ReactNode {
  const className = `key series-${index % 6}`;
  if (kind === 'pie' || kind === 'bar') {
    return (
      <svg className={className} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        <BarMark x={0} y={0} width={12} height={12} index={kind === 'pie' ? 0 : index} />
      </svg>
    );
  }
  return (
    <svg className={className} viewBox="0 0 22 12" width="22" height="12" aria-hidden="true">
      <path className="line" d="M0,6H22" />
      <PointMark x={11} y={6} index={index} />
    </svg>
  );
}
