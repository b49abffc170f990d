import Link from 'next/link';
import { Since } from '@/components/time/since';
import { StateBadge } from '@/components/ui/state';
import type { HostSummary } from '@/lib/hosts/schemas';
import { HostSparkline, sourceWord, VitalValue } from './host-vital';

/** The hosts on a phone: a card each. What a source cannot give is left to the host's own page. */
export function HostCards({ hosts, nowMs }: { hosts: readonly HostSummary[]; nowMs: number }) {
  return (
    <ul className="divide-y md:hidden">
      {hosts.map((host) => (
        <li key={host.key} data-host={host.name} data-stale={host.isStale} className="relative flex flex-col gap-3 px-4 py-3">
          <div className="flex items-start justify-between gap-3">
            <div className="min-w-0">
              <Link href={`/hosts/${host.key}`} prefetch={false} className="block truncate text-base font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-ink">
                {host.name}
              </Link>
              <p className="truncate text-xs text-muted">
                {[sourceWord[host.source], host.job].filter(Boolean).join(' · ')}
                {host.lastSeenAt === null ? null : (
                  <>
                    {' · '}
                    <Since atMs={host.lastSeenAt} nowMs={nowMs} form="ago" />
                  </>
                )}
              </p>
            </div>
            <StateBadge state={host.state} className="h-6" />
          </div>
          {host.isStale ? <p className="text-sm text-unknown">{host.reason}</p> : null}
          <dl className="grid grid-cols-2 gap-x-4 gap-y-2">
            {host.vitals
              .filter((vital) => vital.value !== null)
              .map((vital) => (
                <div key={vital.id} className="min-w-0">
                  <dt className="truncate text-xs text-muted">{vital.title}</dt>
                  <dd className="font-medium">
                    <VitalValue vital={vital} isStale={host.isStale} />
                    {vital.id === 'cpu' || vital.id === 'memory' ? <HostSparkline values={host.sparklines?.[vital.id]} state={vital.state} className="mt-1" /> : null}
                  </dd>
                </div>
              ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}
