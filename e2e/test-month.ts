import { randomBytes } from 'node:crypto';
import { expect, type APIRequestContext } from '@playwright/test';
import type pg from 'pg';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** A service with a check and an objective, and what the check measured in a month of UTC that is over. */
export interface MeasuredMonth {
  month: string;
  service: { id: string; name: string };
  check: { id: string; name: string };
  objective: { id: string; name: string };
  /** When it was down, for 30 minutes of the 10th; the row of check_spans begins then. */
  downAt: Date;
  eventId: string;
}

/** The month before the last one, so that it is over whatever the time is: `2026-09`. */
function monthThatIsOver(): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 2, 1)).toISOString().slice(0, 7);
}

/** Down for 30 minutes with its evidence, not measured for an hour, in maintenance for two; up for the rest, and measured before and after. */
export async function measureMonth(api: APIRequestContext, database: pg.Client, target = '99.9'): Promise<MeasuredMonth> {
  const month = monthThatIsOver();
  const suffix = randomBytes(3).toString('hex');
  const service = await make(api, '/api/monitoring/services', { name: `Shop ${suffix}` });
  const check = await make(api, '/api/monitoring/checks', { name: `shop answers ${suffix}`, serviceId: service.id, kind: 'http', settings: { url: 'http://127.0.0.1:9/' }, isEnabled: false });
  const objective = await make(api, '/api/monitoring/objectives', { name: `Shop uptime ${suffix}`, serviceId: service.id, sli: { kind: 'checks', checkIds: [] }, target });
  const [from, to] = [Date.parse(`${month}-01`), Date.parse(`${month}-28`) + 14 * dayMs];
  const at = (day: number, minutes: number) => new Date(from + (day - 1) * dayMs + minutes * minuteMs);
  const downAt = at(10, 12 * 60);
  const { rows } = await database.query<{ id: string }>(
    `insert into check_events (tenant_id, check_id, at, from_state, to_state, reason, evidence) select tenant_id, id, $2, 'up', 'down', 'Status 503, expected 200 to 299', $3 from checks where id = $1 returning id`,
    [check.id, downAt, { status: 503, httpVersion: '1.1', headers: { server: 'shop' }, body: 'unavailable', error: null, address: '127.0.0.1', redirects: [], certificate: null, answers: [], phasesMs: {} }],
  );
  const eventId = rows[0]?.id ?? '';
  const maintenance = { id: 'of a test', name: 'Move to the new racks', reason: 'planned' };
  const spans: readonly [Date, Date, string, string, object | null, string | null][] = [
    [new Date(from - dayMs), downAt, 'up', '', null, null],
    [downAt, at(10, 12 * 60 + 30), 'down', 'Status 503, expected 200 to 299', null, eventId],
    [at(10, 12 * 60 + 30), at(17, 3 * 60), 'up', '', null, null],
    [at(17, 4 * 60), at(21, 22 * 60), 'up', '', null, null],
    [at(21, 22 * 60), at(22, 0), 'down', 'Connection refused', maintenance, null],
    [at(22, 0), new Date(to), 'up', '', null, null],
  ];
  for (const span of spans) {
    await database.query(`insert into check_spans (check_id, tenant_id, from_at, to_at, state, reason, maintenance, event_id) select id, tenant_id, $2, $3, $4, $5, $6, $7 from checks where id = $1`, [check.id, ...span]);
  }
  return { month, service, check, objective, downAt, eventId };
}

async function make(api: APIRequestContext, path: string, data: object): Promise<{ id: string; name: string }> {
  const answer = await api.post(path, { data });
  expect(answer.ok(), await answer.text()).toBe(true);
  const { id, settings, name } = (await answer.json()) as { id: string; name?: string; settings?: { name?: string } };
  return { id, name: name ?? settings?.name ?? '' };
}
