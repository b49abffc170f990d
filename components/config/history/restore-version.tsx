'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { restoreConfigurationVersion } from '@/lib/configuration/api';
import { PlanConfirm } from '../plan-confirm';
import { configurationKey } from '../configuration-queries';
import { Refusal } from '../refusal';

const timeoutMs = 60_000;

/** What restoring a version would change, and then the doing of it. */
export function RestoreVersion({ version, onDone }: { version: number; onDone: () => void }) {
  const queries = useQueryClient();
  const [allowRemovals, setAllowRemovals] = useState(false);
  const params = { version };
  const plan = useQuery({
    queryKey: [...configurationKey, 'restore', version],
    queryFn: ({ signal }) => callEndpoint(restoreConfigurationVersion, { params, body: { dryRun: true, allowRemovals: true }, signal, timeoutMs }),
    staleTime: 0, gcTime: 0, retry: false,
  });
  const restore = useMutation({
    mutationFn: (sha256: string) => callEndpoint(restoreConfigurationVersion, { params, body: { sha256, allowRemovals }, timeoutMs }),
    onSuccess: async () => {
      onDone();
      await queries.invalidateQueries();
    },
  });
  if (plan.isError || restore.isError) {
    return (
      <div className="flex flex-col gap-2">
        <Refusal error={plan.error ?? restore.error} />
        <div className="flex gap-2">
          <Button
            onClick={() => {
              restore.reset();
              void plan.refetch();
            }}
          >
            Look again
          </Button>
          <Button look="quiet" onClick={onDone}>
            Cancel
          </Button>
        </div>
      </div>
    );
  }
  if (!plan.data) return <p role="status" className="text-sm text-muted">Looking what it would change</p>;
  const { sha256 } = plan.data;
  return (
    <PlanConfirm plan={plan.data} title={`What restoring version ${version} changes`} label={`Restore version ${version}`} pending={restore.isPending} allowRemovals={allowRemovals} onAllowRemovals={setAllowRemovals} onConfirm={() => restore.mutate(sha256)} onCancel={onDone} />
  );
}
