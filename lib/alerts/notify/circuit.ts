import { z } from 'zod';
import { timeMs } from '../schemas';
import { deliveryLimits } from './retry';

/** What `notification_channels.circuit` keeps of a channel that does not take its messages. */
export const Circuit = z.strictObject({
  failures: z.number().int().describe('In a row'),
  openings: z.number().int().describe('How often it opened since it was well; 0: it is closed'),
  pausedUntilMs: timeMs.nullable().describe('Nothing is sent before; then, while it is open, one message to find out'),
  reason: z.string().describe('What the last failure said'),
});
export type Circuit = z.infer<typeof Circuit>;

/** A channel that is well. */
export const closedCircuit: Circuit = { failures: 0, openings: 0, pausedUntilMs: null, reason: '' };

export type ChannelSignal =
  | { kind: 'delivered' }
  /** The channel failed, not the message. */
  | { kind: 'failed'; reason: string }
  /** It asked to be left alone for a while. */
  | { kind: 'busy'; reason: string; retryAfterMs: number };

const failuresToOpen = 5;
const firstPauseMs = 15_000;
const longestPauseMs = 5 * 60_000;

/** A circuit breaker: it opens after 5 failures in a row, lets one message through after a pause that doubles (15 s to 5 min), and closes with a success. */
export function stepCircuit(circuit: Circuit, signal: ChannelSignal, nowMs: number): Circuit {
  switch (signal.kind) {
    case 'delivered':
      return closedCircuit;
    case 'busy':
      return { ...circuit, pausedUntilMs: Math.max(circuit.pausedUntilMs ?? 0, nowMs + Math.min(signal.retryAfterMs, deliveryLimits.retryAfterMs)), reason: signal.reason };
    case 'failed': {
      const failures = circuit.failures + 1;
      if (failures < failuresToOpen) return { ...circuit, failures, reason: signal.reason };
      const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(circuit.openings, 10));
      return { failures, openings: circuit.openings + 1, pausedUntilMs: nowMs + pauseMs, reason: signal.reason };
    }
  }
}
