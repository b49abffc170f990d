'use client';

import { useMutation } from '@tanstack/react-query';
import { Download, ShieldCheck } from 'lucide-react';
import { callEndpoint, readProblem } from '@/components/api-client';
import { StateIcon } from '@/components/ui/state';
import { Button } from '@/components/ui/button';
import { saveFile } from '@/components/ui/save-file';
import { exportAudit, verifyAudit } from '@/lib/audit/api';
import type { AuditVerification } from '@/lib/audit/schemas';
import { messageOf } from '@/lib/errors';
import { useState } from 'react';
import { auditQuery, type AuditState } from './audit-state';

const longMs = 120_000;

/** Verifies the chain, and takes the trail out as a file. */
export function AuditTools({ state }: { state: AuditState }) {
  const [soFar, setSoFar] = useState<AuditVerification | null>(null);
  const verify = useMutation({
    mutationFn: async () => {
      let answer = await callEndpoint(verifyAudit, { body: {}, timeoutMs: longMs });
      for (; answer.next !== null; answer = await callEndpoint(verifyAudit, { body: { next: answer.next }, timeoutMs: longMs })) setSoFar(answer);
      return answer;
    },
    onMutate: () => setSoFar(null),
  });
  const take = useMutation({ mutationFn: ({ format, rest }: { format: 'csv' | 'jsonl'; rest: string | null }) => exportFile(rest ?? exportUrl(state, format)) });
  const rest = take.data?.next ?? null;
  const format = take.variables?.format ?? 'csv';
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        <Button look="primary" pending={verify.isPending} onClick={() => verify.mutate()}>
          {verify.isPending ? null : <ShieldCheck aria-hidden className="size-4" />}
          Verify
        </Button>
        {(['csv', 'jsonl'] as const).map((each) => (
          <Button key={each} disabled={take.isPending} onClick={() => take.mutate({ format: each, rest: null })}>
            <Download aria-hidden className="size-4" />
            Export {each === 'csv' ? 'CSV' : 'JSON Lines'}
          </Button>
        ))}
        {rest === null ? null : (
          <Button pending={take.isPending} onClick={() => take.mutate({ format, rest })}>
            Export the next file
          </Button>
        )}
      </div>
      <div role="status" className="flex flex-col gap-1 text-sm empty:hidden">
        {verify.isPending && soFar ? <p className="text-muted">{soFar.sentence}</p> : null}
        {verify.data ? <Verdict {...verify.data} /> : null}
        {rest === null ? null : <p className="text-muted">The file has the newest entries. There are older ones: export the next file for them.</p>}
      </div>
      {verify.isError ? <p role="alert" className="text-sm text-critical">The trail could not be verified. {messageOf(verify.error)}</p> : null}
      {take.isError ? <p role="alert" className="text-sm text-critical">The trail could not be exported. {messageOf(take.error)}</p> : null}
    </div>
  );
}

function Verdict({ result, sentence, brokenAt }: AuditVerification) {
  const isWhole = result === 'ok';
  return (
    <p className={isWhole ? 'flex items-start gap-2' : 'flex items-start gap-2 rounded-base border border-critical-fill bg-critical-soft px-4 py-2'}>
      <StateIcon state={isWhole ? 'ok' : 'critical'} className="mt-0.5 size-4 shrink-0" />
      <span className="min-w-0 break-words">
        {isWhole ? null : <span className="font-medium">The trail is broken at entry {brokenAt?.toLocaleString('en')}. </span>}
        {sentence}
      </span>
    </p>
  );
}

function exportUrl(state: AuditState, format: 'csv' | 'jsonl'): string {
  const pairs = Object.entries({ ...auditQuery(state), format }).map(([name, value]) => [name, String(value)]);
  return `${exportAudit.path}?${new URLSearchParams(pairs).toString()}`;
}

/** Saves one file; answers where the next one is. */
async function exportFile(url: string): Promise<{ next: string | null }> {
  const response = await fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(longMs) });
  const text = await response.text();
  if (!response.ok) throw readProblem(response, text);
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'audit.txt';
  saveFile(text, name, response.headers.get('content-type') ?? 'text/plain');
  return { next: /^<(\/api\/[^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1] ?? null };
}
