import { Sparkline } from '@/components/health/sparkline';
import { cn } from '@/components/ui/cn';
import { StateIcon, stateWord } from '@/components/ui/state';
import type { HostSummary, HostVital } from '@/lib/hosts/schemas';
import { formatQuantity } from '@/lib/units';

export const sourceWord: Record<HostSummary['source'], string> = { nines: 'Nines collector', node_exporter: 'Node exporter', otlp: 'OpenTelemetry' };

/** The value with its unit; a sign only where it is not well; for one that is unknown the reason on hover and for the screen reader. */
export function VitalValue({ vital, isStale }: { vital: HostVital; isStale: boolean }) {
  if (vital.value === null) {
    return (
      <span title={vital.reason} className="text-muted">
        <span aria-hidden>–</span>
        <span className="sr-only">unknown: {vital.reason}</span>
      </span>
    );
  }
  const isBad = vital.state === 'warning' || vital.state === 'critical';
  return (
    <span title={vital.reason} className={cn('inline-flex items-center gap-1 whitespace-nowrap', isBad && 'font-semibold', isStale && 'text-muted')}>
      {isBad ? <StateIcon state={vital.state} className="size-3.5" /> : null}
      {formatQuantity(vital.value, vital.unit)}
      {isBad ? <span className="sr-only">, {stateWord[vital.state]}</span> : null}
    </span>
  );
}

/** The last 15 minutes of a percentage. */
export function HostSparkline({ values, state, className }: { values: readonly (number | null)[] | undefined; state: HostVital['state']; className?: string }) {
  return (
    <span className={cn('block h-6 overflow-hidden', className)}>
      <Sparkline values={values ?? []} level={null} max={100} state={state === 'unknown' ? 'ok' : state} />
    </span>
  );
}
