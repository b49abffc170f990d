'use client';

import { BellRing } from 'lucide-react';
import Link from 'next/link';
import { memo, useEffect, useRef } from 'react';
import { stretched } from '@/components/alerts/alert-row';
import { CheckMark, CheckStateWord, MaintenanceMark } from '@/components/checks/check-mark';
import { counted } from '@/components/checks/check-words';
import { RowBars } from '@/components/checks/row-bars';
import { Since } from '@/components/time/since';
import { cn } from '@/components/ui/cn';
import type { ServiceView } from '@/lib/services/schemas';
import { checksInWords } from './service-words';

interface ServiceRowProps {
  service: ServiceView;
  nowMs: number;
  isCurrent: boolean;
  takesFocus: boolean;
  onFocus?: (id: string) => void;
}

/** One service: its state, who owns it, a day of it and what is open. The whole of it leads to the service. */
export const ServiceRow = memo(function ServiceRow({ service, nowMs, isCurrent, takesFocus, onFocus }: ServiceRowProps) {
  const link = useRef<HTMLAnchorElement>(null);
  // Synchronises the browser's focus with the cursor of the list.
  useEffect(() => {
    if (takesFocus) link.current?.focus({ preventScroll: true });
  }, [takesFocus]);
  const { id, settings, state, since, reason, isInMaintenance, checks, openAlerts } = service;
  const { name, team, tier } = settings;
  const isBad = state !== 'up';
  return (
    <article
      data-service={name}
      data-state={state}
      aria-label={name}
      className={cn(
        'relative grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 gap-y-2 px-4 py-3 hover:bg-sunken sm:py-2 lg:grid-cols-[auto_minmax(0,5fr)_minmax(14rem,4fr)_9rem]',
        isCurrent && 'bg-sunken',
      )}
    >
      <CheckMark state={state} className="size-5 self-start lg:size-4 lg:self-center" />
      <div className="min-w-0">
        <Link ref={link} href={`/services/${id}`} prefetch={false} onFocus={() => onFocus?.(id)} className={cn('block text-base leading-6 font-medium break-words sm:truncate sm:text-sm sm:leading-5', stretched)}>
          {name}
        </Link>
        <p className="text-sm text-muted sm:truncate sm:text-xs">
          <CheckStateWord state={state} className="mr-2 text-xs" />
          {isInMaintenance ? (
            <span className="mr-2">
              <MaintenanceMark />
            </span>
          ) : null}
          <span className="break-words" title={reason}>
            {isBad && reason ? reason : [checksInWords(checks), team, `tier ${tier}`].filter(Boolean).join(' · ')}
          </span>
        </p>
      </div>
      <p className="self-start text-right text-xs whitespace-nowrap text-muted lg:order-last lg:self-center">
        {openAlerts > 0 ? (
          <span className="flex items-center justify-end gap-1 font-medium text-ink">
            <BellRing aria-hidden className="size-3" />
            {counted(openAlerts, 'alert')}
          </span>
        ) : null}
        {since === null ? null : <Since atMs={since} nowMs={nowMs} form="for" />}
      </p>
      <div className="col-span-3 lg:col-span-1">
        <RowBars of="services" id={id} changedAt={since} />
      </div>
    </article>
  );
});
