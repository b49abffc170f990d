import { checkKindOf } from '@/lib/checks/kinds/registry';
import { CheckPlan } from '@/lib/checks/plan';
import type { CheckView } from '@/lib/checks/schemas';
import type { Caller } from '@/lib/context';
import type { CheckRow } from './check-rows';
import type { CheckVerbs } from './check-verbs';
import { openCheck } from './sealed-check';

/** A check as its tenant's caller sees it. */
export function checkView({ sealer, url }: CheckVerbs, { tenant, permissions }: Caller, row: CheckRow): CheckView {
  const { id, version, name, serviceId, serviceName, kind, target, isEnabled, settings, secretNames, createdAt, updatedAt } = row;
  const isMeasured = row.shown === row.state;
  return {
    id, version, name, serviceId, serviceName, kind, target, isEnabled, settings,
    ...CheckPlan.parse(row.plan),
    title: checkKindOf(kind)?.title ?? kind,
    secretsSet: secretNames ?? [],
    state: row.shown,
    ...situationOf(row),
    maintenance: isMeasured && row.maintenance ? { id: row.maintenance.id, name: row.maintenance.name } : null,
    last: row.last === null ? null : { at: row.last.at, success: row.last.success, durationMs: row.last.durationMs, message: row.last.message },
    heartbeatUrl: kind === 'heartbeat' && permissions.includes('monitoring.config.update') ? heartbeatUrl() : null,
    createdAt: createdAt.getTime(),
    updatedAt: updatedAt.getTime(),
  };

  /** None where it cannot be read: then the check has to be made again. */
  function heartbeatUrl(): string | null {
    try {
      const { heartbeatToken } = openCheck(sealer, tenant.id, id, row.sealed);
      return heartbeatToken === null ? null : `${url}/api/heartbeats/${heartbeatToken}`;
    } catch {
      return null;
    }
  }
}

/** Why it is as it is shown, and since when. */
export function situationOf({ isEnabled, shown, state, since, reason, coveredUntil, measuredAt }: Pick<CheckRow, 'isEnabled' | 'shown' | 'state' | 'since' | 'reason' | 'coveredUntil' | 'measuredAt'>): { since: number | null; reason: string } {
  if (!isEnabled) return { since: null, reason: 'It is switched off.' };
  if (state === null || measuredAt === null || coveredUntil === null) return { since: null, reason: 'It has not been measured yet.' };
  if (shown !== state) return { since: measuredAt.getTime(), reason: `It was not measured since ${measuredAt.toISOString()}.` };
  return { since: since?.getTime() ?? null, reason: reason ?? '' };
}
