'use client';

import { useQuery } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Card, CardHeader } from '@/components/ui/card';
import type { ServiceView } from '@/lib/services/schemas';
import { hostChoicesQuery } from './service-queries';

/** Where to look further; nothing where nothing was named. */
export function ServiceFacts({ service: { settings } }: { service: ServiceView }) {
  const { links, hosts, scrapeJobs, labels } = settings;
  const known = useQuery({ ...hostChoicesQuery(), enabled: hosts.length > 0 });
  const labelPairs = Object.entries(labels);
  if (links.length + hosts.length + scrapeJobs.length + labelPairs.length === 0) return null;
  const nameOfHost = (key: string) => known.data?.hosts.find((host) => host.key === key)?.name ?? key;
  return (
    <Card aria-labelledby="facts-title">
      <CardHeader id="facts-title" title="Where to look further" />
      <dl className="flex flex-col gap-3 border-t px-4 py-3 text-sm">
        <Group title="Links" isShown={links.length > 0}>
          {links.map(({ title, url }, index) => (
            <a key={index} href={url} target="_blank" rel="noreferrer" className={link}>
              {title}
              <ExternalLink aria-hidden className="size-3 shrink-0" />
            </a>
          ))}
        </Group>
        <Group title="Hosts" isShown={hosts.length > 0}>
          {hosts.map((key) => (
            <Link key={key} href={`/hosts/${encodeURIComponent(key)}`} prefetch={false} className={link}>
              {nameOfHost(key)}
            </Link>
          ))}
        </Group>
        <Group title="Scrape jobs" isShown={scrapeJobs.length > 0}>
          {scrapeJobs.map((name) => (
            <Link key={name} href="/scraping" prefetch={false} className={link}>
              {name}
            </Link>
          ))}
        </Group>
        <Group title="Labels" isShown={labelPairs.length > 0}>
          <span className="font-mono text-xs break-words">{labelPairs.map(([name, value]) => `${name}="${value}"`).join(', ')}</span>
        </Group>
      </dl>
    </Card>
  );
}

const link = 'inline-flex min-h-11 max-w-full items-center gap-1 break-all underline underline-offset-4 sm:min-h-6';

function Group({ title, isShown, children }: { title: string; isShown: boolean; children: ReactNode }) {
  if (!isShown) return null;
  return (
    <div>
      <dt className="text-xs text-muted">{title}</dt>
      <dd className="flex min-w-0 flex-wrap gap-x-4">{children}</dd>
    </div>
  );
}
