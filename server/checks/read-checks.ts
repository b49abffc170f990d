import { z } from 'zod';
import { Evidence, type CheckEvent, type CheckView } from '@/lib/checks/schemas';
import { checkStates } from '@/lib/checks/states';
import type { Caller } from '@/lib/context';
import type { Observed } from '@/lib/checks/observer';
import { countChecks, findCheckRow, findCheckRows, type CheckCounts, type CheckFilter } from './check-rows';
import type { CheckVerbs } from './check-verbs';
import { checkView } from './check-view';
import { noSuchCheck } from './checks';

const shownEvents = 100;
const EventRow = z.object({
  id: z.string(), at: z.date(), from: z.enum(checkStates), to: z.enum(checkStates), reason: z.string(), maintenance: z.object({ id: z.string(), name: z.string() }).nullable(), evidence: Evidence.nullable(),
});

/** Checks of the caller's tenant, the worst first. */
export function listChecks(verbs: CheckVerbs, caller: Caller, filter: CheckFilter, observer: Observed): Promise<{ checks: CheckView[]; total: number; counts: CheckCounts; observer: Observed; at: number }> {
  return verbs.database.withTenant(caller.tenant, async (client) => {
    const { rows, total } = await findCheckRows(client, caller.now, filter);
    return { checks: rows.map((row) => checkView(verbs, caller, row)), total, counts: await countChecks(client, caller.now), observer, at: caller.now };
  });
}

/** Throws `not_found`. */
export function readCheckView(verbs: CheckVerbs, caller: Caller, id: string): Promise<CheckView> {
  return verbs.database.withTenant(caller.tenant, async (client) => {
    const row = await findCheckRow(client, caller.now, id);
    if (!row) throw noSuchCheck();
    return checkView(verbs, caller, row);
  });
}

/** A check with its newest changes of state. Throws `not_found`. */
export function readCheck(verbs: CheckVerbs, caller: Caller, id: string): Promise<{ check: CheckView; events: CheckEvent[] }> {
  return verbs.database.withTenant(caller.tenant, async (client) => {
    const row = await findCheckRow(client, caller.now, id);
    if (!row) throw noSuchCheck();
    const { rows } = await client.query(
      `select id::text, at, from_state as "from", to_state as "to", reason, maintenance, evidence from check_events where check_id = $1 order by at desc, id desc limit ${shownEvents}`,
      [id],
    );
    return { check: checkView(verbs, caller, row), events: z.array(EventRow).parse(rows).map((event) => ({ ...event, at: event.at.getTime() })) };
  });
}
