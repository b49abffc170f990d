import { Circuit } from '@/lib/alerts/notify/circuit';
import type { ChannelView } from '@/lib/alerts/channels/schemas';
import { formatDuration } from '@/components/time/format';

/** Why nothing is sent by a channel for a while; null while it is well, or has failed too seldom to be paused. */
export function circuitInWords({ circuit }: Pick<ChannelView, 'circuit'>, nowMs: number): string | null {
  const { data } = Circuit.safeParse(circuit);
  if (!data || data.pausedUntilMs === null) return null;
  const reason = data.reason === '' ? '' : `: ${data.reason}`;
  const times = data.failures > 0 ? ` after ${data.failures} failures in a row` : ' because the service asked to be left alone';
  if (data.pausedUntilMs <= nowMs) return data.openings > 0 ? `Paused${times}; the next message finds out whether it works again${reason}` : null;
  return `Paused${times}, tried again in ${formatDuration(data.pausedUntilMs - nowMs)}${reason}`;
}
