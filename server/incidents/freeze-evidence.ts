import { z } from 'zod';
import { AppError } from '@/lib/errors';
import type { Evidence, EvidenceRequest } from '@/lib/incidents/schemas';
import { labelOf, labelsOf, metricName, type LabelSet } from '@/lib/metrics/labels';
import type { MetricStore, QueryResult } from '@/lib/metrics/metric-store';
import { isPromqlError } from '@/lib/promql/error';
import type { Caller } from '@/lib/context';
import type { Database } from '@/server/database/database';
import { createReadGate } from '@/server/metrics/read-gate';
import { invalid } from './references';

interface Sources {
  database: Database;
  metrics: MetricStore;
}

const mostPoints = 400;
const mostSeries = 10;
const timeoutMs = 10_000;
const gate = createReadGate({ runningAtOnce: 2, waitingAtOnce: 8 });

const Event = z.object({ checkName: z.string(), at: z.date(), state: z.string(), reason: z.string(), evidence: z.json() });

/**
 * What is asked for as it is now, to be kept: the points of a chart from the tenant's metrics, or what a check saw at a change of its state. Throws `invalid` for an expression that
 * cannot be counted, costs too much, or gives more than ten series or none, and for a check or event that there is not.
 */
export function freezeEvidence(sources: Sources, caller: Caller, asked: EvidenceRequest): Promise<Evidence> {
  return asked.kind === 'chart' ? freezeChart(sources, caller, asked) : freezeEvent(sources, caller, asked);
}

async function freezeChart({ metrics }: Sources, { tenant, now }: Caller, { expr, from, to }: Extract<EvidenceRequest, { kind: 'chart' }>): Promise<Evidence> {
  if (from > now) throw invalid('body.evidence.from', 'This time is still to come.');
  const endMs = Math.min(to, now);
  const stepMs = Math.max(1_000, Math.ceil((endMs - from) / (mostPoints - 1) / 1_000) * 1_000);
  const result = await gate(tenant.number, () => ask(metrics, tenant, { expr, startMs: from, endMs, stepMs, timeoutMs }));
  if (result.type !== 'matrix' || result.series.length === 0) throw invalid('body.evidence.expr', 'It has no points in this range, so there is nothing to pin. Choose another range, or another expression.');
  if (result.series.length > mostSeries) throw invalid('body.evidence.expr', `It has ${result.series.length} series, and at most ${mostSeries} are pinned. Sum them, or choose some of them with topk(${mostSeries}, ...).`);
  const times = Array.from({ length: Math.floor((endMs - from) / stepMs) + 1 }, (_, index) => from + index * stepMs);
  return { kind: 'chart', expr, from, to: endMs, stepMs, series: result.series.map(({ labels, times: known, values }) => ({ labels: objectOf(labels), points: pointsOf(times, known, values) })) };
}

async function ask(metrics: MetricStore, tenant: Caller['tenant'], query: Parameters<MetricStore['queryRange']>[1]): Promise<QueryResult> {
  try {
    return (await metrics.queryRange(tenant, query)).result;
  } catch (error) {
    throw isPromqlError(error) ? invalid('body.evidence.expr', error.message) : error;
  }
}

/** A step without a value, or with one that is no number, is a gap. */
function pointsOf(times: readonly number[], known: Float64Array, values: Float64Array): [number, number | null][] {
  const byTime = new Map(Array.from(known, (time, index) => [time, values[index]]));
  return times.map((time) => {
    const value = byTime.get(time);
    return [time, value !== undefined && Number.isFinite(value) ? value : null];
  });
}

function objectOf(labels: LabelSet): Record<string, string> {
  const name = labelOf(labels, metricName);
  return { ...(name === '' ? {} : { [metricName]: name }), ...labelsOf(labels) };
}

async function freezeEvent({ database }: Sources, { tenant }: Caller, { checkId, eventId }: Extract<EvidenceRequest, { kind: 'check_event' }>): Promise<Evidence> {
  const { rows } = await database.withTenant(tenant, (client) =>
    client.query('select c.name as "checkName", e.at, e.to_state as state, e.reason, e.evidence from check_events e join checks c on c.id = e.check_id where e.check_id = $1 and e.id = $2', [checkId, eventId]),
  );
  const [event] = z.array(Event).parse(rows);
  if (!event) throw invalid('body.evidence.eventId', 'There is no such event of this check. It may be older than what is kept.');
  return { kind: 'check_event', checkId, eventId, ...event, at: event.at.getTime() };
}

/** Of one incident: one may have a hundred kilobytes, and all of a page of the timeline is sent at once. */
export const mostEvidence = 50;

export function tooMuchEvidence(most: number): AppError {
  return new AppError('conflict', `${most} pieces of evidence are kept with this incident already. Say in a comment where the other ones are.`);
}
