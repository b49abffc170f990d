'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { CheckMark, CheckStateWord } from '@/components/checks/check-mark';
import { answerOf } from '@/components/checks/check-words';
import { RowBars } from '@/components/checks/row-bars';
import { useLiveChecks } from '@/components/checks/use-live-checks';
import { stretched } from '@/components/alerts/alert-row';
import { messageOf } from '@/lib/errors';
import { worstServicesQuery } from './service-queries';

const shown = 8;

/** The services with a day of heartbeat bars, the worst first, for Overview. Nothing, as long as there is none. */
export function ServicesStrip() {
  useLiveChecks();
  const { data, error } = useQuery(worstServicesQuery(shown));
  if (error && !data) {
    return (
      <p role="alert" className="text-sm text-muted">
        The services could not be read. {messageOf(error)}
      </p>
    );
  }
  if (!data || data.services.length === 0) return null;
  const { sentence } = answerOf('service', data.counts, []);
  return (
    <section aria-labelledby="services-title" className="rounded-base border bg-surface">
      <header className="flex items-center justify-between gap-3 px-4 pt-2">
        <h2 id="services-title" className="text-sm font-medium">
          Services <span className="font-normal text-muted">{sentence}</span>
        </h2>
        <Link href="/services" className="inline-flex h-11 shrink-0 items-center text-sm text-muted hover:text-ink sm:h-7">
          {data.total > shown ? `See all ${data.total.toLocaleString('en')}` : 'See all'}
        </Link>
      </header>
      <ul className="grid grid-cols-1 gap-x-8 px-4 pb-2 lg:grid-cols-2">
        {data.services.map(({ id, settings, state, since }) => (
          <li key={id} data-service={settings.name} data-state={state} className="relative grid min-h-11 grid-cols-[auto_minmax(0,1fr)_minmax(0,1.4fr)] items-center gap-x-3 py-1.5 hover:bg-sunken">
            <CheckMark state={state} />
            <Link href={`/services/${id}`} prefetch={false} className={`min-w-0 truncate text-sm ${stretched}`}>
              {settings.name} <CheckStateWord state={state} className={state === 'up' ? 'sr-only' : 'text-xs'} />
            </Link>
            <RowBars of="services" id={id} changedAt={since} />
          </li>
        ))}
      </ul>
    </section>
  );
}
