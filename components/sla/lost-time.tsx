'use client';

import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import type { z } from 'zod';
import { formatAbsolute, formatter } from '@/components/time/format';
import { useZone } from '@/components/time/zone';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { CheckMark } from '@/components/checks/check-mark';
import { checkStateWord } from '@/components/checks/check-words';
import type { readObjective } from '@/lib/sla/api';
import type { Counting } from '@/lib/sla/schemas';
import { formatExact } from './figures';

type Lost = z.output<(typeof readObjective)['response']>['lost'][number];

interface LostTimeProps {
  lost: readonly Lost[];
  /** Whether it is time that is counted, not events. */
  isTimed: boolean;
  isMeasured: boolean;
  counting: Counting;
}

const firstShown = 5;
/** As many as the API gives at most. */
const mostGiven = 200;

/** What was lost in the window or left out of it, the newest first; each leads to the evidence of its check. */
export function LostTime({ lost, isTimed, isMeasured, counting }: LostTimeProps) {
  const [isAll, setIsAll] = useState(false);
  const zone = useZone() ?? 'UTC';
  const isLeftOut = ({ state }: Lost) => state !== 'down' && counting[state] === 'excluded';
  const leftOut = lost.filter(isLeftOut).length;
  const shown = isAll ? lost : lost.slice(0, firstShown);
  return (
    <Card aria-labelledby="lost-title">
      <CardHeader id="lost-title" title="Lost time" note={lost.length === 0 ? undefined : lost.length >= mostGiven ? `the newest ${mostGiven}` : [...(lost.length > leftOut ? [counted(lost.length - leftOut, 'lost')] : []), ...(leftOut > 0 ? [counted(leftOut, 'left out')] : [])].join(', ')} />
      {lost.length === 0 ? (
        <p className="px-4 pb-4 text-sm text-muted">{!isMeasured ? 'Nothing was measured in the window yet.' : isTimed ? 'Nothing was lost in the window.' : 'What was bad is counted here, not listed one by one.'}</p>
      ) : (
        <ul className="divide-y border-t">
          {shown.map((each) => (
            <li key={`${each.checkId} ${each.from}`}>
              <Link
                data-stop
                href={`/checks/${each.checkId}?from=${each.from}&to=${each.to}`}
                prefetch={false}
                className="grid min-h-11 grid-cols-[1rem_minmax(0,1fr)_1rem] items-center gap-x-3 px-4 py-2 hover:bg-sunken focus-visible:-outline-offset-2"
              >
                <CheckMark state={each.state} />
                <span className="min-w-0 text-sm break-words">
                  <span className="font-medium">
                    {checkStateWord[each.state]} for {formatExact(each.to - each.from)}
                    {isLeftOut(each) ? ', left out' : ''}
                  </span>
                  {` · ${each.checkName}`}
                  <span className="block text-xs text-muted">
                    <time dateTime={new Date(each.from).toISOString()} title={formatAbsolute(each.from, zone)}>
                      {rangeWords(each.from, each.to, zone)}
                    </time>
                    {each.reason ? `: ${each.reason}` : ''}
                  </span>
                </span>
                <ChevronRight aria-hidden className="size-4 text-muted" />
              </Link>
            </li>
          ))}
        </ul>
      )}
      {lost.length > shown.length ? (
        <div className="border-t p-2">
          <Button look="quiet" className="w-full" onClick={() => setIsAll(true)}>
            Show all {lost.length}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

function counted(count: number, what: string): string {
  return `${count} ${count === 1 ? 'time' : 'times'} ${what}`;
}

function rangeWords(from: number, to: number, zone: string): string {
  return formatter(zone, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' }).formatRange(from, to);
}
