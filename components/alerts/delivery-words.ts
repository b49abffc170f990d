import type { DeliveryView } from '@/lib/alerts/notify/schemas';
import type { State } from '@/lib/health/vitals';

export const messageWord: Record<DeliveryView['kind'], string> = {
  fire: 'Fire', update: 'Update', repeat: 'Repeat', resolve: 'Resolve', escalate: 'Escalation', acknowledge: 'Acknowledged', test: 'Test',
};

const stateWords: Record<DeliveryView['state'], { state: State; word: string }> = {
  queued: { state: 'unknown', word: 'queued' },
  sending: { state: 'unknown', word: 'being sent' },
  retrying: { state: 'warning', word: 'tried again soon' },
  delivered: { state: 'ok', word: 'delivered' },
  dead: { state: 'critical', word: 'not delivered' },
  dropped: { state: 'unknown', word: 'not sent' },
};

/** The state of a delivery as one of the four states and a word. */
export function deliveryState({ state }: Pick<DeliveryView, 'state'>): { state: State; word: string } {
  return stateWords[state];
}

/** Who got it: a person by name and address, a channel by its name. */
export function recipientOf({ recipient }: Pick<DeliveryView, 'recipient'>): string {
  if (recipient.kind === 'channel') return recipient.name;
  return recipient.address === '' || recipient.address === recipient.name ? recipient.name : `${recipient.name} (${recipient.address})`;
}

/** One attempt in words: `delivered with status 200 in 12 ms`. */
export function attemptInWords({ outcome, status, durationMs, error }: DeliveryView['attempts'][number]): string {
  const word = { delivered: 'delivered', retry: 'failed, to be tried again', failed: 'failed for good', unknown: 'nobody knows whether it arrived' }[outcome];
  return `${word}${status === null ? '' : ` with status ${status}`} in ${Math.round(durationMs).toLocaleString('en')} ms${error ? `: ${error}` : ''}`;
}
