import type { z } from 'zod';
import type { declareIncident as endpoint } from '@/lib/incidents/api';
import type { Incident } from '@/lib/incidents/schemas';
import type { Caller } from '@/lib/context';
import { mutate } from '@/server/audit/mutate';
import type { Database } from '@/server/database/database';
import { auditOf } from './change-incident';
import { callersDeclaration, declareIn, lockDeclaring } from './declare-in';
import { settingsIn } from './incident-settings';
import { refuseTooMany } from './program-limit';

type Body = z.output<NonNullable<(typeof endpoint)['body']>>;

/** Declares an incident by hand or by a key. Throws `invalid` for what it names and there is not, `conflict` for an alert that is in another incident, `too_many_requests` while too many that programs declared are open. */
export function declareIncident({ database }: { database: Database }, caller: Caller, body: Body): Promise<Incident> {
  return mutate(database, caller, 'incident.declare', async (tx) => {
    await lockDeclaring(tx, caller.tenant.id);
    const { settings } = await settingsIn(tx);
    const { actor, source } = callersDeclaration(caller);
    if (source === 'api') await refuseTooMany(tx);
    const { startedAt, policyId, ...plain } = body;
    const result = await declareIn(tx, caller, settings, { ...plain, startedAt, policyId, actor, source, text: `${actor.name} declared it.`, alertReason: `${actor.name} declared the incident for it.` });
    return { result, before: null, after: auditOf(result) };
  });
}
