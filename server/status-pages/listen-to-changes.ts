import pg from 'pg';
import { z } from 'zod';
import { messageOf } from '@/lib/errors';
import type { Log } from '@/server/log';

const Told = z.object({ table: z.string(), tenantId: z.string() });
/** The colour of the page. */
const OfOrganisation = z.object({ tenantId: z.string(), section: z.literal('organisation') });
/** What a page is made of. The other tables tell much more often, and of nothing that the public sees. */
const tables = new Set(['status_pages', 'status_components', 'status_posts', 'incidents', 'check_events', 'checks', 'services', 'maintenance_windows']);

interface Options {
  /** `isListed` where pages may have come, gone or moved. */
  onChange: (tenantId: string, isListed: boolean) => void;
  /** Anything may have changed. */
  onGap: () => void;
  log: Log;
}

export interface ChangeListener {
  ready: Promise<void>;
  stop(): Promise<void>;
}

/** Listens to what the triggers of the tables tell; after a lost connection everything is taken as changed. */
export function listenToChanges(connection: pg.ClientConfig, { onChange, onGap, log }: Options): ChangeListener {
  let isStopped = false;
  let client: pg.Client | null = null;
  let retry: NodeJS.Timeout | null = null;
  let delayMs = 250;

  function hear(payload: string | undefined): void {
    const heard = parsed(payload);
    const told = Told.safeParse(heard);
    const organisation = OfOrganisation.safeParse(heard);
    if (organisation.success) onChange(organisation.data.tenantId, false);
    if (told.success && tables.has(told.data.table)) onChange(told.data.tenantId, told.data.table === 'status_pages');
  }

  async function connect(): Promise<void> {
    const next = new pg.Client({ ...connection, connectionTimeoutMillis: 5_000, query_timeout: 5_000, keepAlive: true, keepAliveInitialDelayMillis: 10_000, application_name: 'nines status pages' });
    let isLost = false;
    const lost = (error?: unknown) => {
      if (isLost) return;
      isLost = true;
      if (client === next) client = null;
      void next.end().catch(() => undefined);
      if (isStopped) return;
      log.warn({ reason: messageOf(error ?? 'the connection ended') }, 'listening for changes of status pages was interrupted');
      retry = setTimeout(() => void connect(), delayMs);
      delayMs = Math.min(delayMs * 2, 5_000);
    };
    next.on('notification', ({ payload }) => hear(payload));
    next.on('error', lost);
    next.on('end', () => lost());
    try {
      await next.connect();
      await next.query('listen nines_status_pages; listen nines_incidents; listen nines_checks; listen nines_settings');
      if (isStopped) return void (await next.end());
      client = next;
      delayMs = 250;
      onGap();
    } catch (error) {
      lost(error);
    }
  }

  return {
    ready: connect(),
    stop: async () => {
      isStopped = true;
      if (retry) clearTimeout(retry);
      await client?.end().catch(() => undefined);
    },
  };
}

function parsed(payload: string | undefined): unknown {
  try {
    return JSON.parse(payload ?? '');
  } catch {
    return null;
  }
}
