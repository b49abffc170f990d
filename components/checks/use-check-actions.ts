'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callEndpoint } from '@/components/api-client';
import { deleteCheck, runCheck, updateCheck } from '@/lib/checks/api';
import type { CheckView } from '@/lib/checks/schemas';
import { inputOfCheck } from './check-draft';
import { checkQuery, checksKey } from './check-queries';

/** A try may take the longest time that a check may have. */
export const tryTimeoutMs = 75_000;

export function useRunCheck(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => ({ result: await callEndpoint(runCheck, { params: { id }, body: {}, timeoutMs: tryTimeoutMs }), atMs: Date.now() }),
    onSettled: () => queries.invalidateQueries({ queryKey: checksKey }),
  });
}

/** Pauses a check or lets it go on: shown at once, and taken back when the server refuses. */
export function useSwitchCheck() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (check: CheckView) => callEndpoint(updateCheck, { params: { id: check.id }, body: { version: check.version, check: { ...inputOfCheck(check), isEnabled: !check.isEnabled } } }),
    onMutate: async ({ id }) => {
      const { queryKey } = checkQuery(id);
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueryData(queryKey);
      if (before) queries.setQueryData(queryKey, { ...before, check: { ...before.check, isEnabled: !before.check.isEnabled } });
      return before;
    },
    onError: (_error, { id }, before) => before && queries.setQueryData(checkQuery(id).queryKey, before),
    onSettled: () => queries.invalidateQueries({ queryKey: checksKey }),
  });
}

export function useDeleteCheck(onDeleted: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version }: CheckView) => callEndpoint(deleteCheck, { params: { id }, query: { version } }),
    onSuccess: async ({ deleted: _ }, { id }) => {
      onDeleted();
      queries.removeQueries({ queryKey: checkQuery(id).queryKey });
      await queries.invalidateQueries({ queryKey: checksKey });
    },
  });
}
