import { deliveryStates } from '@/lib/alerts/notify/schemas';

type DeliveryState = (typeof deliveryStates)[number];

/** What the URL of the log holds. */
export interface LogState {
  states: readonly DeliveryState[];
  /** Null: every channel. */
  channelId: string | null;
}

/** Reads the state from a URL's query; what is none is left out. */
export function parseLog(search: { get(name: string): string | null }): LogState {
  const words = (search.get('state') ?? '').split(',');
  const channelId = search.get('channel') ?? '';
  return { states: deliveryStates.filter((state) => words.includes(state)), channelId: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(channelId) ? channelId : null };
}

/** The URL's query of a state. */
export function logSearch({ states, channelId }: LogState): string {
  const pairs: [string, string][] = [];
  if (states.length > 0) pairs.push(['state', states.join(',')]);
  if (channelId !== null) pairs.push(['channel', channelId]);
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}

/** What the server is asked for. */
export function logQuery({ states, channelId }: LogState): { state?: string; channelId?: string } {
  return { state: states.length > 0 ? states.join(',') : undefined, channelId: channelId ?? undefined };
}
