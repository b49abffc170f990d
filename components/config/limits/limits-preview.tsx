'use client';

import { skipToken, useQuery } from '@tanstack/react-query';
import { useSettled } from '@/components/alerts/rules/use-settled';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { messageOf } from '@/lib/errors';
import { previewLimits } from '@/lib/limits/api';
import { LimitSettings } from '@/lib/settings/limit-settings';
import { limitWords, requestsOf } from './limit-words';

const settleMs = 500;

/** What the limits of the form would have done to the last minute, before they are saved. Null while something is to be corrected. */
export function LimitsPreview({ settings }: { settings: LimitSettings | null }) {
  const asked = useSettled(settings === null ? null : JSON.stringify(settings), settleMs);
  const query = useQuery({
    queryKey: ['config', 'limits preview', asked],
    queryFn: asked === null ? skipToken : ({ signal }) => callEndpoint(previewLimits, { body: { settings: LimitSettings.parse(JSON.parse(asked)) }, signal }),
    retry: false,
  });
  const refused = query.data?.kinds.filter((each) => each.refused > 0) ?? [];
  const requests = query.data?.kinds.reduce((sum, each) => sum + (each.kind === 'tenant' ? 0 : each.requests), 0) ?? 0;
  return (
    <section aria-label="Preview" className="flex min-w-0 flex-col gap-2 rounded-base bg-sunken p-3 text-sm">
      <h3 className="font-medium">What this would have done in the last minute</h3>
      {asked === null ? (
        <p className="text-muted">Shown once nothing is to be corrected.</p>
      ) : query.isError ? (
        <div role="alert" className="flex flex-wrap items-center justify-between gap-3">
          <span className="min-w-0 break-words text-critical">{messageOf(query.error)}</span>
          <Button onClick={() => void query.refetch()}>Try again</Button>
        </div>
      ) : !query.data ? (
        <p role="status" className="text-muted">
          Looking at the requests
        </p>
      ) : refused.length === 0 ? (
        <p role="status" className="text-muted">
          Nothing: none of {requestsOf(requests)} on this node would have been refused.
        </p>
      ) : (
        <ul role="status" className="flex flex-col gap-1">
          {refused.map(({ kind, requests: all, refused: some, names }) => (
            <li key={kind}>
              <span className="font-medium text-warning">{limitWords[kind].title}:</span> at least {some.toLocaleString('en')} of {requestsOf(all)} refused, of {names.toLocaleString('en')} {names === 1 ? limitWords[kind].one : limitWords[kind].many}.
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
