import { rangeMs, type BadgeKind, type BadgeRange } from '@/lib/badges/kinds';
import type { BadgeFigure } from '@/lib/badges/words';
import { worstOf } from '@/lib/checks/states';
import type { Caller } from '@/lib/context';
import { findServiceChecks, type ServiceCheck } from '@/server/services/service-rows';
import type { SlaSources } from '@/server/sla/measured-objectives';
import { readSla } from '@/server/sla/read-sla';
import { readLatency } from './read-latency';
import { readUptime } from './read-uptime';

interface Asked {
  tenant: Caller['tenant'];
  serviceId: string;
  kind: BadgeKind;
  range: BadgeRange;
  /** Milliseconds since 1970. */
  now: number;
}

/** Where a service has more objectives, those that stand worst. */
const mostObjectives = 20;
const lowPercent = 25;

/** What a badge of a service says. */
export async function countFigure(sources: SlaSources, asked: Asked): Promise<BadgeFigure> {
  const { tenant, serviceId, kind, range, now } = asked;
  if (kind === 'budget') return { kind, budget: await readLeastBudget(sources, asked) };
  const checks = (await sources.database.withTenant(tenant, (client) => findServiceChecks(client, now, serviceId))).get(serviceId) ?? [];
  const ids = checks.map(({ id }) => id);
  switch (kind) {
    case 'status':
      return { kind, state: shownStateOf(checks) };
    case 'uptime':
      return { kind, ...(await readUptime(sources.database, tenant, ids, { fromMs: now - rangeMs[range], toMs: now })) };
    case 'latency':
      return { kind, p95Ms: await readLatency(sources, tenant, ids, { now, lengthMs: rangeMs[range] }) };
  }
}

/** The worst of its checks, as the page of the service has it; maintenance while one of them is in a window, unless another one is down outside of it. */
function shownStateOf(checks: readonly Pick<ServiceCheck, 'shown' | 'state' | 'isInMaintenance'>[]): Extract<BadgeFigure, { kind: 'status' }>['state'] {
  const isPlanned = ({ shown, state, isInMaintenance }: (typeof checks)[number]) => isInMaintenance && shown === state;
  const worst = worstOf(checks.filter((check) => !isPlanned(check)).map(({ shown }) => shown));
  return worst !== 'down' && checks.some(isPlanned) ? 'maintenance' : (worst ?? 'unknown');
}

async function readLeastBudget(sources: SlaSources, { tenant, serviceId, now }: Asked): Promise<Extract<BadgeFigure, { kind: 'budget' }>['budget']> {
  const { objectives } = await readSla(sources, { tenant, now }, { serviceId, days: 1, limit: mostObjectives, offset: 0 });
  const [least] = objectives.filter(({ percent }) => percent !== null).sort((a, b) => a.budget.leftPercent - b.budget.leftPercent);
  if (!least) return null;
  const { left, leftPercent, exhaustedAt } = least.budget;
  return { left, leftPercent, isAtRisk: exhaustedAt !== null || leftPercent < lowPercent, unit: least.amount.unit };
}
