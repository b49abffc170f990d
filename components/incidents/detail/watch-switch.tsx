'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { BellPlus, BellRing } from 'lucide-react';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { messageOf } from '@/lib/errors';
import { watchIncident } from '@/lib/incidents/api';
import { incidentQuery } from '../incident-queries';
import type { Notice } from './use-change-incident';

interface WatchSwitchProps {
  id: string;
  isWatched: boolean;
  say: (notice: Notice) => void;
}

/** Whether one is told of the updates of this incident. */
export function WatchSwitch({ id, isWatched, say }: WatchSwitchProps) {
  const queries = useQueryClient();
  const key = incidentQuery(id).queryKey;
  const show = (to: boolean) => queries.setQueryData(key, (data) => data && { ...data, isWatched: to });
  const watch = useMutation({
    mutationFn: (to: boolean) => callEndpoint(watchIncident, { params: { id }, body: { isWatched: to } }),
    onMutate: async (to) => {
      await queries.cancelQueries({ queryKey: key });
      show(to);
    },
    onSuccess: ({ isWatched: to }) => {
      show(to);
      say({ kind: 'done', words: to ? 'You will be told of its updates.' : 'You will no longer be told of its updates.' });
    },
    onError: (error, to) => {
      show(!to);
      say({ kind: 'refused', words: `${to ? 'It is not watched.' : 'It is still watched.'} ${messageOf(error)}` });
    },
  });
  const Icon = isWatched ? BellRing : BellPlus;
  return (
    <Button look="quiet" className="-my-1 shrink-0 gap-1.5 max-sm:-mr-2 max-sm:px-2" aria-pressed={isWatched} onClick={() => watch.mutate(!isWatched)}>
      <Icon aria-hidden className="size-4" />
      {isWatched ? 'Watching' : 'Watch'}
    </Button>
  );
}
