import type pg from 'pg';
import { z } from 'zod';
import { maxChecks } from '@/lib/checks/schemas';
import { checkStates } from '@/lib/checks/states';
import { maxServices, type ServiceInput } from '@/lib/services/schemas';
import { shownState } from '@/server/checks/check-rows';

export interface ServiceRow {
  id: string;
  version: number;
  settings: ServiceInput;
  createdAt: Date;
  updatedAt: Date;
}

/** `settings` were checked when they were stored; to do so again costs as much as all the rest of a list. */
export async function findServiceRows(client: pg.ClientBase): Promise<ServiceRow[]> {
  const { rows } = await client.query<ServiceRow>(`select id, version, settings, created_at as "createdAt", updated_at as "updatedAt" from services order by name limit ${maxServices}`);
  return rows;
}

const CheckOf = z.object({
  id: z.string(), serviceId: z.string(), name: z.string(), isEnabled: z.literal(true), shown: z.enum(checkStates), state: z.enum(checkStates).nullable(), since: z.date().nullable(), reason: z.string().nullable(),
  coveredUntil: z.date().nullable(), measuredAt: z.date().nullable(), isInMaintenance: z.boolean(),
});
export type ServiceCheck = z.infer<typeof CheckOf>;

/** The enabled checks of each service, or of one, by the service's id. */
export async function findServiceChecks(client: pg.ClientBase, now: number, serviceId: string | null = null): Promise<Map<string, ServiceCheck[]>> {
  const { rows } = await client.query(
    `select c.id, c.service_id as "serviceId", c.name, c.is_enabled as "isEnabled", ${shownState} as "shown", s.state, s.since, s.reason, s.covered_until as "coveredUntil", s.measured_at as "measuredAt",
       s.maintenance is not null as "isInMaintenance"
     from checks c left join check_states s on s.check_id = c.id where c.service_id is not null and ($2::uuid is null or c.service_id = $2::uuid) and c.is_enabled limit ${maxChecks}`,
    [new Date(now), serviceId],
  );
  const byService = new Map<string, ServiceCheck[]>();
  for (const check of z.array(CheckOf).parse(rows)) {
    const checks = byService.get(check.serviceId);
    if (checks) checks.push(check);
    else byService.set(check.serviceId, [check]);
  }
  return byService;
}

/** Open alerts by the name of their service. */
export async function countOpenAlerts(client: pg.ClientBase, services: readonly string[]): Promise<Map<string, number>> {
  if (services.length === 0) return new Map();
  const { rows } = await client.query<{ service: string; count: number }>(
    `select service, count(*)::int as count from alerts where state <> 'resolved' and state <> 'pending' and service = any($1) group by service`,
    [services],
  );
  return new Map(rows.map(({ service, count }) => [service, count]));
}
