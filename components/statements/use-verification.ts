import { useMutation } from '@tanstack/react-query';
import { callEndpoint } from '@/components/api-client';
import { verifyStatement } from '@/lib/statements/api';
import { countingTimeoutMs } from './statement-queries';

/** Counts a statement anew when it is asked to. */
export function useVerification(id: string) {
  return useMutation({ mutationFn: () => callEndpoint(verifyStatement, { params: { id }, body: {}, timeoutMs: countingTimeoutMs }) });
}
