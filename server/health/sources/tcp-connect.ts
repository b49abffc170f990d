import { connect } from 'node:net';

export type ConnectOutcome =
  | { kind: 'connected'; seconds: number }
  /** A reset or reject: the host answered, and the time to it is one round trip as well. */
  | { kind: 'refused'; seconds: number; reason: string }
  | { kind: 'failed'; reason: string };

/** The time of one TCP handshake with an IP address. The connection is reset at once, so that none stays behind in TIME_WAIT. */
export function measureConnect(host: string, port: number, timeoutMs: number, signal: AbortSignal): Promise<ConnectOutcome> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const socket = connect({ host, port });
    const finish = (outcome: ConnectOutcome) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      if (outcome.kind === 'connected') socket.resetAndDestroy();
      else socket.destroy();
      resolve(outcome);
    };
    const abort = () => finish({ kind: 'failed', reason: 'the collector stopped' });
    const timer = setTimeout(() => finish({ kind: 'failed', reason: `connect to ${host}:${port} took more than ${timeoutMs} ms` }), timeoutMs);
    signal.addEventListener('abort', abort);
    socket.unref();
    const seconds = () => (performance.now() - startedAt) / 1000;
    socket.on('connect', () => finish({ kind: 'connected', seconds: seconds() }));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const isRefused = error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET';
      finish(isRefused ? { kind: 'refused', seconds: seconds(), reason: error.message } : { kind: 'failed', reason: error.message });
    });
  });
}
