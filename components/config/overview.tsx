'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { Card } from '@/components/ui/card';
import { SearchField } from '@/components/ui/search-field';
import type { Permission } from '@/lib/auth/permissions';
import type { ConfigCounts } from '@/lib/settings/api';
import { findSettings } from '@/lib/settings/field-index';
import { configPlaces } from './config-places';
import { configSummaryQuery } from './config-queries';
import { FoundSettings } from './found-settings';
import { placeWords } from './place-words';

/** Every section with what it holds now, and a search over all settings. */
export function ConfigOverview({ permissions }: { permissions: readonly Permission[] }) {
  const [text, setText] = useState('');
  const summary = useQuery(configSummaryQuery());
  const groups = configPlaces.map((group) => ({ ...group, places: group.places.filter(({ permission }) => permissions.includes(permission)) })).filter(({ places }) => places.length > 0);
  const offered = new Set(groups.flatMap(({ places }) => places.map(({ href }) => href)));
  return (
    <div className="flex min-w-0 flex-col gap-6">
      <SearchField aria-label="Search all settings" placeholder="Search all settings" value={text} onChange={setText} className="sm:max-w-none sm:basis-full" />
      {text.trim() ? (
        <FoundSettings text={text} found={findSettings(text).filter(({ href }) => offered.has(href) || permissions.includes('monitoring.config.update'))} />
      ) : (
        <div className="grid min-w-0 grid-cols-1 items-start gap-6 lg:grid-cols-2">
          {groups.map(({ title, places }) => (
            <section key={title} aria-label={title} className="flex min-w-0 flex-col gap-2">
              <h2 className="text-sm font-medium text-muted">{title}</h2>
              <Card>
                <ul className="divide-y">
                  {places.map((place) => (
                    <Place key={place.href} place={place} counts={summary.data} />
                  ))}
                </ul>
              </Card>
            </section>
          ))}
        </div>
      )}
    </div>
  );
}

function Place({ place: { href, label, about }, counts }: { place: (typeof configPlaces)[number]['places'][number]; counts: ConfigCounts | undefined }) {
  const words = counts ? placeWords(href, counts) : null;
  return (
    <li>
      <Link href={href} className="flex min-h-14 items-center gap-3 px-4 py-2 hover:bg-sunken">
        <span className="min-w-0 flex-1">
          <span className="flex flex-wrap items-baseline justify-between gap-x-3">
            <span className="text-sm font-medium">{label}</span>
            <span className="text-xs text-muted tabular-nums">{words}</span>
          </span>
          <span className="block text-xs text-muted">{about}</span>
        </span>
        <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />
      </Link>
    </li>
  );
}
