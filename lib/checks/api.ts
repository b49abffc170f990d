import { z } from 'zod';
import { timeMs } from '@/lib/alerts/schemas';
import { endpoint } from '@/lib/endpoint';
import { CheckDraft, CheckEvent, CheckKindView, CheckView, ProbeResult } from './schemas';
import { checkStates, phases } from './states';

const CheckId = z.strictObject({ id: z.uuid('The id of a check.') });
const version = z.number().int().min(1).describe('The version that the change was made from');

export const listCheckKinds = endpoint({
  method: 'GET', path: '/api/monitoring/check-kinds', permission: 'monitoring.read',
  summary: 'What checks there can be, with the schema of their settings',
  response: z.strictObject({ kinds: z.array(CheckKindView) }),
});

export const listChecks = endpoint({
  method: 'GET', path: '/api/monitoring/checks', permission: 'monitoring.read',
  summary: 'Checks with their state, the worst first',
  query: z.strictObject({
    serviceId: z.uuid().optional(),
    state: z.enum(checkStates).optional(),
    text: z.string().max(200).optional().describe('Found in the name, the target or the service, whatever the case'),
    limit: z.coerce.number().int().min(1).max(1_000).default(200),
    offset: z.coerce.number().int().min(0).max(5_000).default(0),
  }),
  response: z.strictObject({ checks: z.array(CheckView), total: z.number().int(), counts: z.record(z.enum([...checkStates, 'paused']), z.number().int()), observer: z.strictObject({ isWell: z.boolean(), reasons: z.array(z.string()) }).describe('Whether Nines itself can measure'), at: timeMs }),
});

export const createCheck = endpoint({ method: 'POST', path: '/api/monitoring/checks', permission: 'monitoring.config.update', summary: 'Create a check', body: CheckDraft, response: CheckView });
export const readCheck = endpoint({
  method: 'GET', path: '/api/monitoring/checks/{id}', permission: 'monitoring.read', summary: 'One check with its changes of state', params: CheckId,
  response: z.strictObject({ check: CheckView, events: z.array(CheckEvent).describe('The newest 100, the newest first') }),
});
export const updateCheck = endpoint({
  method: 'PUT', path: '/api/monitoring/checks/{id}', permission: 'monitoring.config.update', summary: 'Replace a check; secrets that are left out stay, as long as they go to the same place',
  params: CheckId, body: z.strictObject({ version, check: CheckDraft }), response: CheckView,
});
export const deleteCheck = endpoint({
  method: 'DELETE', path: '/api/monitoring/checks/{id}', permission: 'monitoring.config.update', summary: 'Delete a check and what it measured', params: CheckId,
  query: z.strictObject({ version: z.coerce.number().int().min(1).optional() }), response: z.strictObject({ deleted: z.literal(true) }),
});
export const tryCheck = endpoint({
  method: 'POST', path: '/api/monitoring/checks/test', permission: 'monitoring.config.update', summary: 'Try a check once that is not saved',
  body: z.strictObject({ check: CheckDraft, id: z.uuid().optional().describe('A stored check whose secrets stand for those left out') }), response: ProbeResult,
});
export const runCheck = endpoint({
  method: 'POST', path: '/api/monitoring/checks/{id}/run', permission: 'monitoring.write', summary: 'Run a check now', params: CheckId, body: z.strictObject({}),
  response: ProbeResult.extend({ isCounted: z.boolean().describe('Whether it counts in the state and the history: not for a check that is switched off, and not where another node runs the checks') }),
});

const Bar = z.strictObject({
  from: timeMs, to: timeMs,
  upMs: z.number().int(), degradedMs: z.number().int(), downMs: z.number().int(), unknownMs: z.number().int(), maintenanceMs: z.number().int(),
});
export type Bar = z.infer<typeof Bar>;

export const readCheckHistory = endpoint({
  method: 'GET', path: '/api/monitoring/checks/{id}/history', permission: 'monitoring.read', summary: 'Heartbeat bars and response times of a check', params: CheckId,
  query: z.strictObject({ range: z.enum(['1h', '24h', '7d', '30d', '90d']).default('24h') }),
  response: z.strictObject({
    bars: z.array(Bar).describe('Oldest first, 60 to 96 of one length each'),
    uptimePercent: z.number().nullable().describe('Of the known time; null when nothing is known'),
    latency: z.strictObject({ times: z.array(timeMs), averageMs: z.array(z.number().nullable()), p50Ms: z.number().nullable(), p95Ms: z.number().nullable(), p99Ms: z.number().nullable(), phases: z.array(z.strictObject({ phase: z.enum(phases), averageMs: z.array(z.number().nullable()) })) }),
  }),
});

export const listHeartbeatBars = endpoint({
  method: 'GET', path: '/api/monitoring/heartbeat-bars', permission: 'monitoring.read', summary: 'Heartbeat bars of some checks, or of some services by the worst of their checks', query: z.strictObject({
    of: z.enum(['checks', 'services']),
    ids: z.string().max(4_000).transform((text) => text.split(',')).pipe(z.array(z.uuid()).min(1).max(100)).describe('At most 100, with commas between'),
    range: z.enum(['24h', '90d']).default('24h'),
  }),
  response: z.strictObject({ items: z.array(z.strictObject({ id: z.uuid(), bars: z.array(Bar).describe('As in the history of a check'), uptimePercent: z.number().nullable() })).describe('Of those that are there, and did not change too often to be shown') }),
});

export const importChecks = endpoint({
  method: 'POST', path: '/api/monitoring/checks/import', permission: 'monitoring.config.update', summary: 'Take over checks from an Uptime Kuma backup (JSON) or from the modules of a Prometheus blackbox exporter (YAML)',
  body: z.strictObject({ source: z.enum(['uptime-kuma', 'blackbox']), text: z.string().max(2_000_000), targets: z.array(z.string().max(2_000)).max(500).default([]).describe('For blackbox: what the modules look at'), isTrial: z.boolean().describe('Only tell what would be made') }),
  response: z.strictObject({ made: z.array(z.strictObject({ name: z.string(), kind: z.string(), target: z.string() })), skipped: z.array(z.strictObject({ name: z.string(), reason: z.string() })) }),
  maxBodyBytes: 3_000_000,
});

export const receiveHeartbeat = endpoint({
  method: 'POST', path: '/api/heartbeats/{token}', permission: 'public', summary: 'A service says that it lives: start, success or fail',
  params: z.strictObject({ token: z.string().max(100) }),
  query: z.strictObject({ event: z.enum(['start', 'success', 'fail']).default('success'), message: z.string().max(1_000).optional() }),
  response: z.strictObject({ ok: z.literal(true) }),
});
/** The same by GET, for `curl` in a crontab. */
export const receiveHeartbeatByGet = endpoint({ ...receiveHeartbeat, method: 'GET' });
