'use client';

import Link from 'next/link';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import type { Cause, StatementObjective, StatementStretch } from '@/lib/statements/schemas';
import { KindMark } from './kind-mark';
import { lengthWords } from './statement-figures';
import { causeWords, countsAsWord, kindWord, omittedWords, stretchWords } from './statement-words';

interface StretchTableProps {
  objective: StatementObjective;
  zone: string;
  hasReasons: boolean;
}

const firstShown = 25;
const hashLetters = 12;

/** Every stretch of time that was not simply up, with what stands behind it. The screen shows the first of many, paper all of them. */
export function StretchTable({ objective, zone, hasReasons }: StretchTableProps) {
  const [isAll, setIsAll] = useState(false);
  const { stretches } = objective;
  const omitted = omittedWords(objective);
  if (stretches.length === 0) return <p className="text-sm text-muted">{omitted ?? 'Nothing was lost or left out.'}</p>;
  return (
    <>
      <table className="w-full text-sm @xl:table-fixed">
        <thead className="@max-xl:sr-only">
          <tr className="text-left text-xs text-muted">
            <th scope="col" className="w-[27%] py-2 pr-3 font-normal">When</th>
            <th scope="col" className="w-[15%] px-3 py-2 text-right font-normal">Length</th>
            <th scope="col" className="w-[19%] px-3 py-2 font-normal">What</th>
            <th scope="col" className="py-2 pl-3 font-normal">{hasReasons ? 'Why, and the evidence' : 'Check and evidence'}</th>
          </tr>
        </thead>
        <tbody className="divide-y border-t">
          {stretches.map((stretch, index) => (
            <Row key={`${stretch.from} ${stretch.kind}`} stretch={stretch} zone={zone} isPrintedOnly={!isAll && index >= firstShown} />
          ))}
        </tbody>
      </table>
      {omitted ? <p className="text-xs text-muted">{omitted}</p> : null}
      {stretches.length > firstShown && !isAll ? (
        <Button look="quiet" className="w-full print:hidden" onClick={() => setIsAll(true)}>
          Show all {stretches.length.toLocaleString('en')}
        </Button>
      ) : null}
    </>
  );
}

function Row({ stretch, zone, isPrintedOnly }: { stretch: StatementStretch; zone: string; isPrintedOnly: boolean }) {
  const { from, to, kind, countsAs, causes } = stretch;
  return (
    <tr className={cn('break-inside-avoid align-top @max-xl:grid @max-xl:grid-cols-[minmax(0,1fr)_auto] @max-xl:py-2', isPrintedOnly && 'hidden @max-xl:hidden print:table-row')}>
      <td className="pr-3 @xl:py-2">{stretchWords(stretch, zone)}</td>
      <td className="text-right @max-xl:whitespace-nowrap @xl:px-3 @xl:py-2">{lengthWords(to - from)}</td>
      <td className="@max-xl:col-span-2 @xl:px-3 @xl:py-2">
        <span className="inline-flex items-start gap-2 @max-xl:flex-wrap">
          <span className="mt-0.5">
            <KindMark kind={kind} />
          </span>
          <span>
            <span className="font-medium">{kindWord[kind]}</span>
            <span className="whitespace-nowrap text-muted @max-xl:ml-1.5 @xl:block">{countsAsWord[countsAs]}</span>
          </span>
        </span>
      </td>
      <td className="[overflow-wrap:anywhere] @max-xl:col-span-2 @max-xl:pl-6 @xl:py-2 @xl:pl-3">
        {causes.length === 0 ? <span className="text-muted">{kind === 'unknown' ? 'Nothing was measured' : 'Nothing more is known'}</span> : null}
        {causes.map((cause, index) => (
          <p key={index}>
            {causeWords(cause)} <Evidence cause={cause} stretch={stretch} />
          </p>
        ))}
      </td>
    </tr>
  );
}

/** The change of state behind a cause, and the way to it. On paper its number and the beginning of its hash. */
function Evidence({ cause: { checkId, event }, stretch: { from, to } }: { cause: Cause; stretch: StatementStretch }) {
  if (event === null) return null;
  return (
    <Link
      href={`/checks/${checkId}?from=${from}&to=${to}`}
      prefetch={false}
      title={`SHA-256 of the evidence: ${event.sha256}`}
      className="-my-3 inline-block py-3 text-xs text-muted underline underline-offset-4 hover:text-ink sm:-my-1 @xl:py-1 print:no-underline"
    >
      event {event.id}, {event.sha256.slice(0, hashLetters)}
    </Link>
  );
}
