import { z } from 'zod';
import { hasMatchers, parseFilters } from '@/lib/alertmanager/matchers';
import { Refusal, validationCodes } from '@/lib/alertmanager/refusal';
import { canUpdate, gettableSilence, readPostedSilence, sortSilences, stateOf, type PostedSilence } from '@/lib/alertmanager/silences';
import { suppressionLimits } from '@/lib/alerts/suppression/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { parametersOf } from '@/lib/prometheus-api/parameters';
import { mutate, type Mutation } from '@/server/audit/mutate';
import type { Database, Transaction } from '@/server/database/database';
import type { Answer } from '@/server/http/answer';
import type { WireRequest } from '@/server/http/wire';
import { queryOf } from '@/server/prometheus-api/form-parameters';
import { dataAnswer, emptyAnswer, jsonBodyOf } from './api-answer';
import { auditOf, findSilence, insertSilence, listSilences, updateSilence, type StoredSilence } from './stored-silences';

type Answering = (request: WireRequest, caller: Caller) => Promise<Answer>;

/** `GET /api/v2/silences`. */
export function createGetSilences(database: Database): Answering {
  return async (request, { tenant, now }) => {
    const parameters = parametersOf(queryOf(request));
    const wanted = parseFilters(parameters.all('filter'));
    const all = await database.transaction({ kind: 'tenant', tenant }, (tx) => listSilences(tx, now));
    const found = all.filter(({ matchers }) => hasMatchers(matchers, wanted));
    return dataAnswer(request, sortSilences(found, now).map((silence) => gettableSilence(silence, now)));
  };
}

/** `GET /api/v2/silence/{silenceID}`. */
export function createGetSilence(database: Database): Answering {
  return async (request, { tenant, now }) => {
    const id = silenceIdOf(request);
    const silence = await database.transaction({ kind: 'tenant', tenant }, (tx) => findSilence(tx, id));
    return silence ? dataAnswer(request, gettableSilence(silence, now)) : { ...emptyAnswer, status: 404 };
  };
}

/** `POST /api/v2/silences`: a new one, or a change of one; a change that would alter the past ends it and makes another (silence/silence.go, Set). */
export function createPostSilence(database: Database): Answering {
  return async (request, caller) => {
    const posted = readPostedSilence(await jsonBodyOf(request, 'silence'), caller.now);
    const { id } = posted;
    const known = id !== null && z.uuid().safeParse(id).success;
    if (id !== null && !known) throw silenceNotFound(404);
    const silenceID = await mutate(database, caller, id === null ? 'silence.create' : 'silence.update', (tx) => (id === null ? create(tx, caller, posted, null) : change(tx, caller, id, posted)));
    return dataAnswer(request, { silenceID });
  };
}

/** `DELETE /api/v2/silence/{silenceID}`: ends it now; one that has ended stays as it is. */
export function createDeleteSilence(database: Database): Answering {
  return async (request, caller) => {
    const id = silenceIdOf(request);
    const { tenant, now } = caller;
    const silence = await database.transaction({ kind: 'tenant', tenant }, (tx) => findSilence(tx, id));
    if (!silence) throw silenceNotFound(500);
    if (stateOf(silence, now) === 'expired') return emptyAnswer;
    await mutate(database, caller, 'silence.expire', async (tx) => ({ result: null, before: auditOf(silence), after: auditOf(await expire(tx, caller, silence)) }));
    return emptyAnswer;
  };
}

async function create(tx: Transaction, caller: Caller, posted: PostedSilence, before: StoredSilence | null): Promise<Mutation<string>> {
  const open = await tx.silence.count({ where: { endsAt: { gt: new Date(caller.now) } } });
  const { openSilences } = suppressionLimits;
  if (open >= openSilences) throw Refusal.own(400, `exceeded maximum number of silences: ${open} (limit: ${openSilences})`);
  // A silence does not begin before it is made.
  const created = await insertSilence(tx, caller, { ...posted, startsAtMs: Math.max(posted.startsAtMs, caller.now) });
  return { result: created.id, before: before && auditOf(before), after: auditOf(created) };
}

async function change(tx: Transaction, caller: Caller, id: string, posted: PostedSilence): Promise<Mutation<string>> {
  const before = await findSilence(tx, id);
  if (!before) throw silenceNotFound(404);
  if (!canUpdate(before, posted, caller.now)) {
    if (stateOf(before, caller.now) !== 'expired') await expire(tx, caller, before);
    return create(tx, caller, posted, before);
  }
  const { startsAtMs, endsAtMs, comment, createdBy } = posted;
  const after = await updateSilence(tx, caller, before, { startsAtMs, endsAtMs, comment, createdBy });
  if (!after) throw changedMeanwhile();
  return { result: id, before: auditOf(before), after: auditOf(after) };
}

async function expire(tx: Transaction, caller: Caller, silence: StoredSilence): Promise<StoredSilence> {
  const { now } = caller;
  const expired = await updateSilence(tx, caller, silence, { endsAtMs: now, ...(stateOf(silence, now) === 'pending' ? { startsAtMs: now } : {}) });
  if (!expired) throw changedMeanwhile();
  return expired;
}

function silenceIdOf({ params }: WireRequest): string {
  const id = z.uuid().safeParse(params.silenceID);
  if (!id.success) throw Refusal.generated(validationCodes.invalidType, `silenceID in path must be of type uuid: ${JSON.stringify(params.silenceID?.slice(0, 100))}`);
  return id.data;
}

function silenceNotFound(status: 404 | 500): Refusal {
  return Refusal.own(status, 'silence not found');
}

function changedMeanwhile(): AppError {
  return new AppError('conflict', 'The silence was changed by somebody else at this moment. Try again.');
}
