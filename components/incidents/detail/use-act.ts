'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { incidentsKey } from '../incident-queries';

/** Something that is done to an incident, after which all that is shown of incidents is read again. */
export function useAct<Input, Output>(act: (input: Input) => Promise<Output>, onSuccess?: (output: Output, input: Input) => void) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: act, onSuccess: (output, input) => onSuccess?.(output, input), onSettled: () => queries.invalidateQueries({ queryKey: incidentsKey }) });
}
