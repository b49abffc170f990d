/** A view with no frame for this long is stale, connected or not. */
const staleAfterMs = 3_000;

/** Why the server closed the session for good. */
export type EndReason = 'unauthenticated' | 'forbidden';

/** What the browser knows of the stream of frames. Times in milliseconds since 1970 by the browser's clock. */
export interface Connection {
  /** `stale` may be connected or not: what counts is that the numbers are old. */
  status: 'connecting' | 'live' | 'reconnecting' | 'stale' | 'ended';
  connected: boolean;
  /** When the last frame arrived; null before the first. */
  lastFrameAtMs: number | null;
  /** How long the last frame was under way, from the second it stands for; null before the first. */
  delayMs: number | null;
  /** By how much the server's clock is ahead of the browser's, as far as frames prove it. */
  skewMs: number;
  /** When this status began. */
  sinceMs: number;
  end: EndReason | null;
}

export type ConnectionSignal =
  | { type: 'connected' }
  | { type: 'disconnected' }
  | { type: 'frame'; at: number }
  | { type: 'tick' }
  | { type: 'ended'; reason: EndReason };

/** The state before anything arrived; `loadedAtMs` is when the page's own data was read. */
export function startConnection(loadedAtMs: number): Connection {
  return {
    status: 'connecting', connected: false, lastFrameAtMs: null, delayMs: null, skewMs: 0, sinceMs: loadedAtMs, end: null,
  };
}

/** The state after a signal. The same object comes back when nothing that is shown has changed. */
export function stepConnection(previous: Connection, signal: ConnectionSignal, nowMs: number): Connection {
  if (previous.status === 'ended') return previous;
  switch (signal.type) {
    case 'connected':
      return settle({ ...previous, connected: true }, previous, nowMs);
    case 'disconnected':
      return settle({ ...previous, connected: false }, previous, nowMs);
    case 'tick':
      return settle(previous, previous, nowMs);
    case 'frame': {
      const skewMs = Math.max(previous.skewMs, signal.at - nowMs);
      const delayMs = nowMs - signal.at + skewMs;
      return settle({ ...previous, connected: true, lastFrameAtMs: nowMs, delayMs, skewMs }, previous, nowMs);
    }
    case 'ended':
      return { ...previous, status: 'ended', connected: false, sinceMs: nowMs, end: signal.reason };
  }
}

/** True when what is shown must not pass for current. */
export function isStale(connection: Connection): boolean {
  return connection.status === 'stale' || connection.status === 'ended';
}

function settle(next: Connection, previous: Connection, nowMs: number): Connection {
  const heardAtMs = next.lastFrameAtMs ?? previous.sinceMs;
  const status = statusOf(next, nowMs - heardAtMs);
  if (status === previous.status && next === previous) return previous;
  // Staleness began with the last frame, not when it was noticed.
  const sinceMs = status === 'stale' ? (previous.status === 'stale' ? previous.sinceMs : heardAtMs) : nowMs;
  return { ...next, status, sinceMs: status === previous.status ? previous.sinceMs : sinceMs };
}

function statusOf(next: Connection, silentMs: number): Connection['status'] {
  if (silentMs >= staleAfterMs) return 'stale';
  if (next.lastFrameAtMs === null) return 'connecting';
  return next.connected ? 'live' : 'reconnecting';
}
