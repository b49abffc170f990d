import { z } from 'zod';
import { readPostedAlerts } from '@/lib/alertmanager/postable-alerts';
import { Refusal } from '@/lib/alertmanager/refusal';
import type { AlertSignal } from '@/lib/alerts/life-cycle-signal';
import type { Caller } from '@/lib/context';
import { describeLabelSet } from '@/lib/metrics/labels';
import { applySignals } from '@/server/alerts/alert-store';
import type { Database } from '@/server/database/database';
import type { Answer } from '@/server/http/answer';
import type { WireRequest } from '@/server/http/wire';
import { emptyAnswer, jsonBodyOf } from './api-answer';

/** Alerts of a tenant that are active at a time: what others send must not fill the database. */
const maxActive = 10_000;
const maxErrors = 20;

const Known = z.object({ fingerprint: z.string(), source: z.enum(['rule', 'api']) });

/** `POST /api/v2/alerts`: takes those that are right, and tells of the others as Alertmanager does. */
export function createPostAlerts(database: Database): (request: WireRequest, caller: Caller) => Promise<Answer> {
  return async (request, caller) => {
    const { signals, errors } = readPostedAlerts(await jsonBodyOf(request, 'alerts'), caller.now);
    const { taken, refused } = await sortOut(database, caller, signals);
    await applySignals(database, caller.tenant, taken);
    const all = [...errors, ...refused];
    if (all.length === 0) return emptyAnswer;
    const more = all.length > maxErrors ? `; and ${all.length - maxErrors} more` : '';
    throw Refusal.own(400, all.slice(0, maxErrors).join('; ') + more);
  };
}

/** A rule of Nines keeps its own alerts, and there is room for so many. */
async function sortOut(database: Database, { tenant }: Caller, signals: readonly AlertSignal[]): Promise<{ taken: AlertSignal[]; refused: string[] }> {
  const { known, active } = await database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const fingerprints = signals.map(({ fingerprint }) => fingerprint);
    const rows = await tx.$queryRaw`select fingerprint, source from alerts where is_active and fingerprint = any(${fingerprints})`;
    return { known: z.array(Known).parse(rows), active: await tx.alert.count({ where: { isActive: true } }) };
  });
  const sources = new Map(known.map(({ fingerprint, source }) => [fingerprint, source]));
  const taken: AlertSignal[] = [];
  const refused: string[] = [];
  let room = maxActive - active;
  for (const signal of signals) {
    const source = sources.get(signal.fingerprint);
    const isNew = source === undefined && signal.kind === 'firing';
    if (source === 'rule') refused.push(`a rule of Nines has an alert with the labels ${shown(signal)}`);
    else if (isNew && room <= 0) refused.push(`there are ${maxActive} active alerts already, so ${shown(signal)} is not taken`);
    else taken.push(signal);
    if (isNew && room > 0) {
      room -= 1;
      sources.set(signal.fingerprint, 'api');
    }
  }
  return { taken, refused };
}

function shown({ labels }: AlertSignal): string {
  return describeLabelSet(labels.slice(0, 40)).slice(0, 200).toWellFormed();
}
