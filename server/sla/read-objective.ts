import type { z } from 'zod';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { readObjective as endpoint } from '@/lib/sla/api';
import { historyOf, unrecordedRanges, whatIfOf } from '@/lib/sla/figures';
import type { ObjectiveView } from '@/lib/sla/schemas';
import { readLostTime } from './lost-time';
import { measureObjectives, type MeasuredObjective, type SlaSources } from './measured-objectives';
import { viewOfObjective } from './objective-view';

type Answer = z.input<(typeof endpoint)['response']>;

const historyDays = 366;

/** One objective with the time that it lost, and with what other targets would say. Throws `not_found`. */
export async function readObjective(sources: SlaSources, caller: Pick<Caller, 'tenant' | 'now'>, id: string): Promise<Answer> {
  const measured = await measure(sources, caller, id);
  const { recorded, partOf, nowMs } = measured;
  const objective = viewOfObjective(measured);
  const lost = await readLostTime(sources.database, caller.tenant, measured, { fromMs: objective.window.from, toMs: caller.now });
  return { objective, history: historyOf(recorded, partOf, nowMs, historyDays), lost, whatIf: whatIfOf(recorded, partOf, nowMs) };
}

/** Throws `not_found`. */
export async function readObjectiveView(sources: SlaSources, caller: Pick<Caller, 'tenant' | 'now'>, id: string): Promise<ObjectiveView> {
  return viewOfObjective(await measure(sources, caller, id));
}

export function noSuchObjective(): AppError {
  return new AppError('not_found', 'There is no objective with this id.');
}

async function measure(sources: SlaSources, { tenant, now }: Pick<Caller, 'tenant' | 'now'>, id: string): Promise<MeasuredObjective> {
  const [measured] = await measureObjectives(sources, tenant, {
    filter: { id, limit: 1 },
    nowMs: now,
    rangesOf: (recorded, nowMs) => unrecordedRanges(recorded, nowMs, historyDays),
  });
  if (!measured) throw noSuchObjective();
  return measured;
}
