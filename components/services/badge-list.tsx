'use client';

import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Segmented } from '@/components/ui/segmented';
import { badgeKinds, badgeRanges, hasRange, usualLabel, usualRange, type BadgeKind, type BadgeRange } from '@/lib/badges/kinds';
import { badgeTexts } from './badge-texts';

const titles: Record<BadgeKind, string> = { status: 'State', uptime: 'Uptime', latency: 'Response time', budget: 'Error budget' };
const options = badgeRanges.map((value) => ({ value, label: value.replace(/\D$/, ' $&') }));

/** What somebody wanted to copy: done, or, without https, a text to copy by hand. */
interface Copied {
  kind: BadgeKind;
  name: string;
  text: string;
  isDone: boolean;
}

/** Each badge as it looks now, with its texts to copy. */
export function BadgeList({ token, url }: { token: string; url: string }) {
  const [range, setRange] = useState<BadgeRange>(usualRange);
  const [copied, setCopied] = useState<Copied | null>(null);
  const copy = (kind: BadgeKind, name: string, text: string) => {
    const done = 'clipboard' in navigator ? navigator.clipboard.writeText(text) : Promise.reject(new Error('no clipboard'));
    done.then(() => setCopied({ kind, name, text, isDone: true }), () => setCopied({ kind, name, text, isDone: false }));
  };
  const choose = (chosen: BadgeRange) => {
    setRange(chosen);
    setCopied(null);
  };
  return (
    <>
      <Segmented label="Range of uptime and response time" options={options} value={range} onChange={choose} className="self-start max-sm:self-stretch" />
      <ul className="flex flex-col divide-y">
        {badgeKinds.map((kind) => {
          const label = usualLabel(kind, range);
          const path = `${kind}.svg${hasRange(kind) && range !== usualRange ? `?range=${range}` : ''}`;
          return (
            <li key={kind} className="flex flex-col gap-2 py-3 first:pt-0 last:pb-0">
              <div className="flex min-h-5 flex-wrap items-center justify-between gap-x-3 gap-y-1">
                <span>{titles[kind]}</span>
                {/* By the path: the public address may be another host, whose images this page may not show. */}
                <img src={`/api/badges/${token}/${path}`} alt={`The badge: ${label}`} height={20} className="h-5 max-w-full" />
              </div>
              <div className="flex gap-2">
                {badgeTexts(`${url}/${path}`, label).map(({ name, text }) => {
                  const isCopied = copied?.isDone === true && copied.kind === kind && copied.name === name;
                  return (
                    <Button key={name} className="flex-1 px-2 sm:flex-none sm:px-3" aria-label={`Copy ${name} of ${titles[kind].toLowerCase()}`} onClick={() => copy(kind, name, text)}>
                      {isCopied ? <Check aria-hidden className="size-4 shrink-0" /> : <Copy aria-hidden className="size-4 shrink-0" />}
                      {name}
                    </Button>
                  );
                })}
              </div>
              {copied && !copied.isDone && copied.kind === kind ? (
                <div className="min-w-0">
                  <p className="text-xs text-muted">The browser copies only over https. Mark it and copy it by hand.</p>
                  <code tabIndex={0} className="mt-1 block rounded-base bg-sunken px-3 py-2 font-mono text-xs break-all select-all">
                    {copied.text}
                  </code>
                </div>
              ) : null}
            </li>
          );
        })}
      </ul>
      <span role="status" className="sr-only">
        {copied?.isDone ? `Copied: ${copied.name} of ${titles[copied.kind].toLowerCase()}` : ''}
      </span>
    </>
  );
}
