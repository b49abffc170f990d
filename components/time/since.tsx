'use client';

import { formatAbsolute, formatAgo, formatDuration } from './format';
import { useZone } from './zone';

interface SinceProps {
  atMs: number;
  /** The present by the server's clock, so that the first paint and its hydration agree. */
  nowMs: number;
  /** `ago` reads "4 min ago"; `for` reads "for 4 min". */
  form: 'ago' | 'for';
}

/** A relative time with the absolute one in the user's zone on hover. */
export function Since({ atMs, nowMs, form }: SinceProps) {
  const zone = useZone();
  const words = form === 'ago' ? formatAgo(atMs, nowMs) : `for ${formatDuration(nowMs - atMs)}`;
  return (
    <time dateTime={new Date(atMs).toISOString()} title={zone ? formatAbsolute(atMs, zone) : undefined}>
      {words}
    </time>
  );
}
