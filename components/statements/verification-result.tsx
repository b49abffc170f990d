'use client';

import Link from 'next/link';
import { useEffect, useRef } from 'react';
import type { z } from 'zod';
import { StandingMark } from '@/components/sla/standing-mark';
import { formatAbsolute } from '@/components/time/format';
import { useZone } from '@/components/time/zone';
import { buttonStyle } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { StateIcon } from '@/components/ui/state';
import type { readStatement } from '@/lib/statements/api';
import type { Finding, StatementBody, StatementObjective, Verification } from '@/lib/statements/schemas';
import { findingMark, findingTitle, verificationWords } from './statement-words';
import { startSearch } from './statements-state';

interface VerificationResultProps {
  verification: Verification;
  data: z.output<(typeof readStatement)['response']>;
  canEdit: boolean;
}

const frames: Record<Verification['result'], string> = { ok: 'border-line bg-surface', different: 'border-critical-fill bg-critical-soft', unknown: 'border-unknown-fill bg-unknown-soft' };

/** What a verification found, the answer first. The focus goes to it, so that it is read next. */
export function VerificationResult({ verification: { result, at, findings }, data, canEdit }: VerificationResultProps) {
  const zone = useZone() ?? 'UTC';
  const heading = useRef<HTMLHeadingElement>(null);
  // Synchronises the browser's focus with the answer that came.
  useEffect(() => heading.current?.focus(), [at]);
  const { document, replacedBy, serviceId } = data;
  const isWrong = findings.some((each) => each.what === 'figures' && each.result === 'different');
  return (
    <section aria-labelledby="verification-title" data-verification={result} className="max-w-4xl min-w-0 scroll-mt-20 overflow-hidden rounded-base border bg-surface">
      <header className={cn('border-b px-4 py-3', frames[result])}>
        <h2 ref={heading} id="verification-title" tabIndex={-1} className="flex scroll-mt-24 items-start gap-2 text-base font-semibold">
          <StateIcon state={findingMark[result].state} className="mt-0.5 size-5" />
          <span className="min-w-0 text-pretty">{verificationWords[result]}</span>
        </h2>
        <p className="mt-1 pl-7 text-xs text-muted">Verified {formatAbsolute(at, zone)}</p>
      </header>
      <ul className="divide-y">
        {findings.map((finding, index) => (
          <li key={index} data-finding={finding.what} data-result={finding.result} className="flex min-w-0 flex-col gap-2 px-4 py-3">
            <FindingLine finding={finding} objectives={document?.statement.objectives ?? []} />
          </li>
        ))}
      </ul>
      {canEdit && isWrong && document && serviceId !== null && replacedBy === null ? (
        <p className="flex flex-wrap items-center justify-between gap-3 border-t px-4 py-3 text-sm">
          <span className="min-w-0 text-pretty">A statement is never changed. One with the figures of now can replace it; both stay in the chain.</span>
          <Link href={`/sla/statements/new${correctedSearch(serviceId, document.statement)}`} className={buttonStyle()}>
            Issue a corrected one
          </Link>
        </p>
      ) : null}
    </section>
  );
}

/** A statement that is asked for as the one before was. */
function correctedSearch(serviceId: string, { customer, month, objectives, hasReasons }: StatementBody): string {
  return startSearch({ serviceId, customer, month, objectiveIds: objectives.map(({ id }) => id), hasReasons });
}

function FindingLine({ finding: { what, result, sentence, objectiveId, differences }, objectives }: { finding: Finding; objectives: readonly StatementObjective[] }) {
  const objective = objectives.find(({ id }) => id === objectiveId)?.name;
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 className="min-w-0 text-sm font-medium [overflow-wrap:anywhere]">
          {findingTitle[what]}
          {objective ? `: ${objective}` : ''}
        </h3>
        <StandingMark standing={findingMark[result]} className="self-center" />
      </div>
      <p className="text-sm [overflow-wrap:anywhere] text-muted">{sentence}</p>
      {differences.length === 0 ? null : (
        <table className="w-full table-fixed text-sm">
          <thead>
            <tr className="text-left text-xs text-muted">
              <th scope="col" className="py-1.5 pr-2 font-normal">Where</th>
              <th scope="col" className="px-2 py-1.5 font-normal">Stated</th>
              <th scope="col" className="py-1.5 pl-2 font-normal">Now</th>
            </tr>
          </thead>
          <tbody className="divide-y border-t">
            {differences.map(({ where, stated, now }, index) => (
              <tr key={index} className="align-top break-words">
                <th scope="row" className="py-1.5 pr-2 text-left font-normal">{where}</th>
                <td className="px-2 py-1.5">{stated}</td>
                <td className="py-1.5 pl-2 font-medium">{now}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
