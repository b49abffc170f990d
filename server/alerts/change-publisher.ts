import type { Hub } from '@/server/realtime/hub';

export interface ChangePublisher {
  add(tenantId: string, table: string): void;
  stop(): void;
}

/** A storm of changes is one event for the viewers of a tenant each quarter of a second. */
const everyMs = 250;

/** Tells viewers what changed: the first change at once, those that follow together. */
export function createChangePublisher(hub: Pick<Hub, 'publish'>, event: 'alerts:changed' | 'checks:changed' | 'incidents:changed' = 'alerts:changed'): ChangePublisher {
  const waiting = new Map<string, { tables: Set<string>; timer: NodeJS.Timeout }>();

  function open(tenantId: string): void {
    const timer = setTimeout(() => {
      const tables = waiting.get(tenantId)?.tables ?? new Set();
      waiting.delete(tenantId);
      if (tables.size > 0) publish(tenantId, [...tables]);
    }, everyMs);
    waiting.set(tenantId, { tables: new Set(), timer });
  }

  function publish(tenantId: string, tables: string[]): void {
    hub.publish(tenantId, event, { at: Date.now(), tables });
    open(tenantId);
  }

  return {
    add(tenantId, table) {
      const found = waiting.get(tenantId);
      if (found) found.tables.add(table);
      else publish(tenantId, [table]);
    },
    stop() {
      for (const { timer } of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}
