'use client';

import { StateIcon } from '@/components/ui/state';
import type { ProbeResult } from '@/lib/checks/schemas';
import { tookWords } from './check-words';
import { Evidence } from './evidence';

/** What one try found: whether it is well, where the time went, and what was seen. */
export function TriedCheck({ result, atMs }: { result: ProbeResult; atMs: number }) {
  const { success, durationMs, message, evidence } = result;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div role="status" aria-label="Result of the try" data-ok={success} className="flex items-start gap-2">
        <StateIcon state={success ? 'ok' : 'critical'} className="mt-0.5 size-5" />
        <p className="min-w-0 text-sm break-words">
          <span className="font-medium">{success ? 'It works' : 'It fails'}</span>{/\d m?s\b/.test(message) ? '.' : ` after ${tookWords(durationMs)}.`} <span className={success ? 'text-muted' : 'text-critical'}>{message}</span>
        </p>
      </div>
      <Evidence evidence={evidence} durationMs={durationMs} atMs={atMs} said={message} />
    </div>
  );
}
