'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { DeleteByName } from '@/components/alerts/notify/delete-by-name';
import { callEndpoint } from '@/components/api-client';
import { deleteObjective } from '@/lib/sla/api';
import type { ObjectiveView } from '@/lib/sla/schemas';
import { objectiveQuery, slaKey } from './sla-queries';

/** Deleting cannot be undone, so that it asks for the name. */
export function DeleteObjective({ objective: { id, version, settings, alertRuleIds } }: { objective: ObjectiveView }) {
  const router = useRouter();
  const queries = useQueryClient();
  const removal = useMutation({
    mutationFn: () => callEndpoint(deleteObjective, { params: { id }, query: { version } }),
    onSuccess: async () => {
      router.push('/sla');
      queries.removeQueries({ queryKey: objectiveQuery(id).queryKey });
      await queries.invalidateQueries({ queryKey: slaKey });
    },
  });
  return (
    <DeleteByName name={settings.name} action="Delete the objective" isPending={removal.isPending} error={removal.error} onDelete={() => removal.mutate()}>
      Its budget, its daily figures{alertRuleIds.length > 0 ? ' and its burn-rate alert rules' : ''} go with it. What the checks measured stays.
    </DeleteByName>
  );
}
