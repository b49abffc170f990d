'use client';

import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import { formatAbsolute, formatDuration } from '@/components/time/format';
import { useZone } from '@/components/time/zone';
import type { Evidence as EvidenceSchema } from '@/lib/checks/schemas';
import { Waterfall } from './waterfall';

type EvidenceOfTry = z.infer<typeof EvidenceSchema>;

interface EvidenceProps {
  evidence: EvidenceOfTry;
  durationMs?: number;
  atMs: number;
  /** Stands above it already, and is not said again. */
  said: string;
}

/** What a try saw: the answer, its certificate, where the time went; long texts are folded. */
export function Evidence({ evidence, durationMs = 0, atMs, said }: EvidenceProps) {
  const { status, httpVersion, headers, body, error, address, redirects, certificate, answers, phasesMs } = evidence;
  const names = Object.keys(headers);
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <Waterfall phasesMs={phasesMs} durationMs={durationMs} />
      <dl className="grid grid-cols-[minmax(5rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-1 text-xs">
        {status === null ? null : <Fact name="Status">{httpVersion ? `${status}, by HTTP/${httpVersion.replace(/^HTTP\//i, '')}` : status}</Fact>}
        {error === null || said.includes(error) ? null : <Fact name="Error">{error}</Fact>}
        {address === null ? null : <Fact name="Address" isCode>{address}</Fact>}
        {redirects.length === 0 ? null : <Fact name="Sent on to" isCode>{redirects.join(' → ')}</Fact>}
        {certificate === null ? null : <Certificate {...certificate} atMs={atMs} />}
        {answers.length === 0 ? null : (
          <Fact name={answers.length === 1 ? 'Answer' : 'Answers'} isCode>
            {answers.map((answer, index) => (
              <span key={index} className="block">
                {answer}
              </span>
            ))}
          </Fact>
        )}
      </dl>
      {body === '' ? null : (
        <Folded title="Body" note="the first KiB">
          {body}
        </Folded>
      )}
      {names.length === 0 ? null : (
        <Folded title="Headers" note={`${names.length}`}>
          {names.map((name) => `${name}: ${headers[name] ?? ''}`).join('\n')}
        </Folded>
      )}
    </div>
  );
}

function Certificate({ subject, issuer, notAfter, names, isTrusted, atMs }: NonNullable<EvidenceOfTry['certificate']> & { atMs: number }) {
  const zone = useZone();
  const leftMs = notAfter - atMs;
  return (
    <Fact name="Certificate">
      {subject || names[0] || 'without a name'}, by {issuer || 'nobody'}; {isTrusted ? 'trusted' : <span className="text-critical">not trusted</span>};{' '}
      <span title={zone ? formatAbsolute(notAfter, zone) : undefined} className={leftMs <= 0 ? 'text-critical' : undefined}>
        {leftMs > 0 ? `ends in ${formatDuration(leftMs)}` : `ended ${formatDuration(-leftMs)} before`}
      </span>
      {names.length > 0 ? <span className="block break-all text-muted">for {names.join(', ')}</span> : null}
    </Fact>
  );
}

function Fact({ name, isCode = false, children }: { name: string; isCode?: boolean; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className={isCode ? 'min-w-0 font-mono break-all' : 'min-w-0 break-words'}>{children}</dd>
    </>
  );
}

function Folded({ title, note, children }: { title: string; note: string; children: string }) {
  return (
    <details className="group/fold rounded-base border bg-page">
      <summary className="flex min-h-11 list-none items-center gap-2 px-3 text-xs font-medium sm:min-h-8 [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-3.5 shrink-0 text-muted transition-transform duration-100 group-open/fold:rotate-90" />
        {title}
        <span className="font-normal text-muted">{note}</span>
      </summary>
      <pre tabIndex={0} className="max-h-64 overflow-auto border-t px-3 py-2 font-mono text-xs break-all whitespace-pre-wrap">
        {children}
      </pre>
    </details>
  );
}
