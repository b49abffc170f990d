import pg from 'pg';
import { z } from 'zod';
import { messageOf } from '@/lib/errors';
import type { Log } from '@/server/log';

const Told = z.object({ tenantId: z.string(), section: z.string() });

interface Options {
  /** A section of a tenant changed: one of `settingsSections`, or config_files or monitoring_config. Null: anything may have changed. */
  onChange: (changed: { tenantId: string; section: string } | null) => void;
  log: Log;
}

export interface SettingsListener {
  ready: Promise<void>;
  stop(): Promise<void>;
}

/** Listens to what the triggers tell when settings change, whoever changed them on whichever node; after a lost connection everything is taken as changed. `ready` rejects when it cannot be listened at first. */
export function listenToSettings(connection: pg.ClientConfig, { onChange, log }: Options): SettingsListener {
  let isStopped = false;
  let client: pg.Client | null = null;
  let retry: NodeJS.Timeout | null = null;
  let delayMs = 250;

  function hear(payload: string | undefined): void {
    try {
      onChange(Told.parse(JSON.parse(payload ?? '')));
    } catch {
      onChange(null);
    }
  }

  async function connect(): Promise<void> {
    const next = new pg.Client({ ...connection, connectionTimeoutMillis: 5_000, query_timeout: 5_000, keepAlive: true, keepAliveInitialDelayMillis: 10_000, application_name: 'nines settings' });
    let isLost = false;
    const lost = (error?: unknown) => {
      if (isLost) return;
      isLost = true;
      if (client === next) client = null;
      void next.end().catch(() => undefined);
      if (isStopped) return;
      log.warn({ reason: messageOf(error ?? 'the connection ended') }, 'listening for changes of settings was interrupted');
      retry = setTimeout(() => void connect().catch(() => undefined), delayMs);
      delayMs = Math.min(delayMs * 2, 5_000);
    };
    next.on('notification', ({ payload }) => hear(payload));
    next.on('error', lost);
    next.on('end', () => lost());
    try {
      await next.connect();
      await next.query('listen nines_settings');
      if (isStopped) return void (await next.end());
      client = next;
      delayMs = 250;
      onChange(null);
    } catch (error) {
      lost(error);
      throw error;
    }
  }

  return {
    ready: connect(),
    async stop() {
      isStopped = true;
      if (retry) clearTimeout(retry);
      await client?.end().catch(() => undefined);
    },
  };
}
