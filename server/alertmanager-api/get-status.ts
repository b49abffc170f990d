import { formatTime } from '@/lib/alertmanager/times';
import type { Caller } from '@/lib/context';
import type { Database } from '@/server/database/database';
import type { Answer } from '@/server/http/answer';
import type { WireRequest } from '@/server/http/wire';
import { dataAnswer } from './api-answer';
import { receiversOf } from './receivers';

/** The version of Alertmanager whose API this is: clients compare it with their own. */
const apiVersion = '0.28.1';

interface StatusOptions {
  database: Database;
  version: string;
  startedAtMs: number;
}

/** `GET /api/v2/status`: a configuration that clients can read, with the receivers by name and no secret; Nines has no such file. */
export function createGetStatus({ database, version, startedAtMs }: StatusOptions): (request: WireRequest, caller: Caller) => Promise<Answer> {
  return async (request, { tenant }) => {
    const { names } = await database.transaction({ kind: 'tenant', tenant }, (tx) => receiversOf(tx));
    return dataAnswer(request, {
      cluster: { peers: [], status: 'disabled' },
      config: { original: configOf(names) },
      uptime: formatTime(startedAtMs),
      versionInfo: { branch: '', buildDate: '', buildUser: '', goVersion: '', revision: version, version: apiVersion },
    });
  };
}

/** JSON is YAML, so that any name can be written. */
function configOf(names: readonly string[]): string {
  const receivers = ['nines', ...names.filter((name) => name !== 'nines')].map((name) => `- name: ${JSON.stringify(name)}\n`);
  return `# Nines has no configuration file: it routes by the settings of the Alerts tab.\nroute:\n  receiver: nines\n  group_by:\n  - alertname\nreceivers:\n${receivers.join('')}templates: []\n`;
}
