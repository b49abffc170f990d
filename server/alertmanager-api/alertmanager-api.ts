import type { Database } from '@/server/database/database';
import type { WireEndpoint, WireProtocol } from '@/server/http/wire';
import type { Log } from '@/server/log';
import { createGetAlertGroups, createGetAlerts, createGetReceivers } from './alert-endpoints';
import { createFailureAnswer } from './api-answer';
import { createGetStatus } from './get-status';
import { createPostAlerts } from './post-alerts';
import { createDeleteSilence, createGetSilence, createGetSilences, createPostSilence } from './silence-endpoints';

export interface AlertmanagerApiOptions {
  database: Database;
  log: Log;
  /** The version of Nines. */
  version: string;
  startedAtMs: number;
}

/**
 * The API of Alertmanager under `/api/v2/` (api/v2/openapi.yaml of prometheus/alertmanager, 0.25 to 0.28), so that a Prometheus sends its alerts to
 * Nines and amtool works; each request is bound to the tenant of its caller.
 */
export function createAlertmanagerApi({ database, log, version, startedAtMs }: AlertmanagerApiOptions): WireProtocol {
  const failure = createFailureAnswer(log);
  const read = { methods: ['GET'], permission: 'monitoring.read', failure } as const;
  const silence = { permission: 'monitoring.alert.acknowledge', failure } as const;
  const endpoints: WireEndpoint[] = [
    { ...read, path: '/api/v2/status', summary: 'The version of the API and an outline of the configuration', answer: createGetStatus({ database, version, startedAtMs }) },
    { ...read, path: '/api/v2/receivers', summary: 'Channels by name', answer: createGetReceivers(database) },
    { ...read, path: '/api/v2/alerts', summary: 'Alerts that fire', answer: createGetAlerts(database) },
    { methods: ['POST'], permission: 'monitoring.write', failure, path: '/api/v2/alerts', summary: 'Alerts that a Prometheus sends', answer: createPostAlerts(database) },
    { ...read, path: '/api/v2/alerts/groups', summary: 'Alerts that fire, in their groups', answer: createGetAlertGroups(database) },
    { ...read, path: '/api/v2/silences', summary: 'Silences', answer: createGetSilences(database) },
    { ...silence, methods: ['POST'], path: '/api/v2/silences', summary: 'Make or change a silence', answer: createPostSilence(database) },
    { ...read, path: '/api/v2/silence/{silenceID}', summary: 'One silence', answer: createGetSilence(database) },
    { ...silence, methods: ['DELETE'], path: '/api/v2/silence/{silenceID}', summary: 'End a silence', answer: createDeleteSilence(database) },
  ];
  return { prefix: '/api/v2/', endpoints, failure };
}
