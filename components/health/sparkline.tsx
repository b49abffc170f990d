import type { State } from '@/lib/health/vitals';
import { sparkline } from './sparkline-path';

interface SparklineProps {
  values: readonly (number | null)[];
  /** The warning level, drawn when it is within the scale. */
  level: number | null;
  /** The scale's end where the unit has a natural one. */
  max: number | null;
  state: State;
}

const tone: Record<State, string> = {
  ok: 'text-line-strong',
  warning: 'text-warning-fill',
  critical: 'text-critical-fill',
  unknown: 'text-line-strong',
};

export function Sparkline({ values, level, max, state }: SparklineProps) {
  const drawn = sparkline(values, level, max);
  return (
    <svg aria-hidden viewBox="0 0 100 100" preserveAspectRatio="none" className={`h-full w-full ${tone[state]}`}>
      <path d={drawn.area} fill="currentColor" fillOpacity={0.14} />
      <path
        d={drawn.line}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.5}
        strokeLinejoin="round"
        strokeLinecap="round"
        vectorEffect="non-scaling-stroke"
      />
      {drawn.levelY === null ? null : (
        <path
          d={`M0 ${drawn.levelY}H100`}
          fill="none"
          stroke="var(--warning-fill)"
          strokeWidth={1}
          strokeDasharray="3 3"
          strokeOpacity={0.8}
          vectorEffect="non-scaling-stroke"
        />
      )}
    </svg>
  );
}
