import { AppError } from '@/lib/errors';

/** Reads of one tenant at once, and those that wait for them. */
export const usualReads = { runningAtOnce: 4, waitingAtOnce: 32 };

/** Lets a tenant run a few reads at once and a bounded number wait, so that no selector can hold every connection. */
export function createReadGate({ runningAtOnce, waitingAtOnce } = usualReads): <T>(tenantNumber: number, read: () => Promise<T>) => Promise<T> {
  const gates = new Map<number, { running: number; waiting: (() => void)[] }>();
  return async (tenantNumber, read) => {
    const gate = gates.get(tenantNumber) ?? { running: 0, waiting: [] };
    gates.set(tenantNumber, gate);
    if (gate.running >= runningAtOnce) {
      if (gate.waiting.length >= waitingAtOnce) {
        const message = `${runningAtOnce} ${runningAtOnce === 1 ? 'query of this tenant is' : 'queries of this tenant are'} running and ${waitingAtOnce} wait. Try again in a moment, or ask for less at once.`;
        throw new AppError('too_many_requests', message, { retryAfterSeconds: 1 });
      }
      // The one that ends hands its place over, so the count stays as it is.
      await new Promise<void>((resolve) => gate.waiting.push(resolve));
    } else {
      gate.running += 1;
    }
    try {
      return await read();
    } finally {
      const next = gate.waiting.shift();
      if (next) next();
      else gate.running -= 1;
      if (gate.running === 0) gates.delete(tenantNumber);
    }
  };
}
