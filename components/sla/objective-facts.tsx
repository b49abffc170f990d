'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Card, CardHeader } from '@/components/ui/card';
import type { ObjectiveInput } from '@/lib/sla/schemas';
import { countedWords, sliWords, windowWords } from './objective-words';
import { checkChoicesQuery } from './sla-queries';

/** What the objective is: how it is measured and counted. */
export function ObjectiveFacts({ settings: { serviceId, sli, target, window, timeZone, counting } }: { settings: ObjectiveInput }) {
  return (
    <Card aria-labelledby="facts-title">
      <CardHeader id="facts-title" title="How it is counted" />
      <dl className="flex flex-col gap-3 px-4 pb-4 text-sm">
        <Fact name="Measured">
          {sliWords(sli)}
          {sli.kind === 'ratio' ? (
            <>
              <Expression name="Good" text={sli.good} />
              <Expression name="All" text={sli.total} />
            </>
          ) : (
            <CheckLinks serviceId={serviceId} ids={sli.kind === 'latency' ? [sli.checkId] : sli.checkIds} />
          )}
        </Fact>
        <Fact name="Target">
          {target} % of {window.kind === 'rolling' ? `the ${windowWords(window)}` : windowWords(window)}
        </Fact>
        <Fact name="Counting">
          <span className="block first-letter:uppercase">{countedWords({ sli, counting })}</span>
        </Fact>
        <Fact name="Days begin in">{timeZone}</Fact>
      </dl>
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

function Expression({ name, text }: { name: string; text: string }) {
  return (
    <span className="mt-1 block">
      <span className="text-xs text-muted">{name} </span>
      <code className="font-mono text-xs break-all">{text}</code>
    </span>
  );
}

/** The checks by name; all of the service where none is named. */
function CheckLinks({ serviceId, ids }: { serviceId: string; ids: readonly string[] }) {
  const known = useQuery(checkChoicesQuery(serviceId)).data?.checks ?? [];
  const shown = ids.length === 0 ? known : ids.map((id) => known.find((check) => check.id === id) ?? { id, name: 'A check of another service' });
  if (shown.length === 0) return null;
  return (
    <ul className="mt-1 max-h-64 overflow-y-auto">
      {shown.map(({ id, name }) => (
        <li key={id}>
          <Link href={`/checks/${id}`} prefetch={false} className="flex min-h-11 items-center break-words hover:underline sm:min-h-7">
            {name}
          </Link>
        </li>
      ))}
    </ul>
  );
}
