import type { z } from 'zod';
import { SettingsPart } from '@/components/incidents/settings/settings-part';
import { Since } from '@/components/time/since';
import type { readLimits } from '@/lib/limits/api';
import { limitKinds } from '@/lib/settings/limit-settings';
import { limitWords, requestsOf } from './limit-words';

type Answer = z.output<(typeof readLimits)['response']>;

/** Who was refused in the last ten minutes, by kind. */
export function RefusedNow({ limits: { refused, hiddenAddresses, totals }, nowMs }: { limits: Pick<Answer, 'refused' | 'hiddenAddresses' | 'totals'>; nowMs: number }) {
  const kinds = limitKinds.filter((kind) => refused.some((each) => each.kind === kind));
  const since = totals === null ? 0 : Object.values(totals).reduce((sum, each) => sum + each, 0);
  return (
    <SettingsPart title="Refused now" about="Who sent too many requests in the last ten minutes, the ten with most of each kind, on the node that answers you.">
      {kinds.length === 0 ? <p className="text-sm text-muted">Nobody.</p> : null}
      {kinds.map((kind) => (
        <section key={kind} aria-label={limitWords[kind].title} className="flex min-w-0 flex-col gap-1">
          <h3 className="text-sm font-medium">{limitWords[kind].title}</h3>
          <ul className="divide-y text-sm">
            {refused
              .filter((each) => each.kind === kind)
              .map(({ name, count, lastAt }) => (
                <li key={name} className="flex min-w-0 flex-wrap items-baseline justify-between gap-x-4 py-1.5">
                  <span className="min-w-0 break-all">{name}</span>
                  <span className="text-muted tabular-nums">
                    {requestsOf(count)}, last <Since atMs={lastAt} nowMs={nowMs} form="ago" />
                  </span>
                </li>
              ))}
          </ul>
        </section>
      ))}
      {hiddenAddresses > 0 ? <p className="text-sm text-muted">{hiddenAddresses === 1 ? 'One address is' : `${hiddenAddresses} addresses are`} refused too. Only owners see which.</p> : null}
      {totals === null ? null : <p className="text-xs text-muted">{requestsOf(since)} refused since this node started.</p>}
    </SettingsPart>
  );
}
