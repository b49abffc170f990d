import type { ReactNode } from 'react';
import { formatDuration } from '@/components/time/format';
import { Since } from '@/components/time/since';
import { Card, CardHeader } from '@/components/ui/card';
import type { CheckView } from '@/lib/checks/schemas';
import { paceWords, tookWords } from './check-words';

/** How it is set, in words. */
export function CheckFacts({ check, nowMs }: { check: CheckView; nowMs: number }) {
  const { last, timeoutMs, retryIntervalMs, successes, degradedAboveMs, labels, probes, kind } = check;
  const isAsked = kind !== 'heartbeat';
  return (
    <Card aria-labelledby="facts-title">
      <CardHeader id="facts-title" title="How it is set" />
      <dl className="grid grid-cols-[minmax(6rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-2 border-t px-4 py-3 text-sm">
        {last ? (
          <Fact name="Last result">
            {last.message || (last.success ? 'It worked' : 'It failed')} <span className="text-muted">({isAsked ? `${tookWords(last.durationMs)}, ` : ''}<Since atMs={last.at} nowMs={nowMs} form="ago" />)</span>
          </Fact>
        ) : null}
        <Fact name="Pace">{paceWords(check)}</Fact>
        {isAsked ? <Fact name="Timeout">{tookWords(timeoutMs)}</Fact> : null}
        {retryIntervalMs === null ? null : <Fact name="After a failure">again after {formatDuration(retryIntervalMs)}</Fact>}
        {successes > 1 ? <Fact name="Up again">after {successes} successes in a row</Fact> : null}
        {degradedAboveMs === null ? null : <Fact name="Degraded">above {tookWords(degradedAboveMs)}</Fact>}
        {Object.keys(labels).length === 0 ? null : (
          <Fact name="Labels">
            <span className="font-mono text-xs">{Object.entries(labels).map(([name, value]) => `${name}="${value}"`).join(', ')}</span>
          </Fact>
        )}
        <Fact name="Measured from">{probes.join(', ')}</Fact>
      </dl>
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
