import { gettableAlert } from '@/lib/alertmanager/alerts';
import { groupOf } from '@/lib/alerts/notify/grouping';
import type { Caller } from '@/lib/context';
import type { Database } from '@/server/database/database';
import type { Answer } from '@/server/http/answer';
import type { WireRequest } from '@/server/http/wire';
import { findActiveAlerts, type FoundAlert } from './active-alerts';
import { dataAnswer } from './api-answer';
import { alertQueryOf } from './query';
import { receiversOf } from './receivers';

type Answering = (request: WireRequest, caller: Caller) => Promise<Answer>;

/** `GET /api/v2/alerts`. */
export function createGetAlerts(database: Database): Answering {
  return async (request, { tenant, now }) => {
    const query = alertQueryOf(request);
    const alerts = await findActiveAlerts(database, tenant, query);
    return dataAnswer(request, alerts.map((alert) => gettableAlert(alert, now)));
  };
}

interface Group {
  labels: Record<string, string>;
  receiver: string;
  alerts: FoundAlert[];
}

/** `GET /api/v2/alerts/groups`: each group once for each receiver; a route that leads nowhere is its own receiver. */
export function createGetAlertGroups(database: Database): Answering {
  return async (request, { tenant, now }) => {
    const query = alertQueryOf(request);
    const alerts = await findActiveAlerts(database, tenant, query);
    const groups = new Map<string, Group>();
    for (const alert of alerts) {
      for (const { route, names } of alert.routes) {
        const { key, labels } = groupOf(route, alert.labelSet);
        for (const receiver of names.length === 0 ? [route.name] : names) {
          if (query.isReceiver !== null && !query.isReceiver(receiver)) continue;
          const group = groups.get(`${receiver}\n${key}`) ?? { labels, receiver, alerts: [] };
          group.alerts.push(alert);
          groups.set(`${receiver}\n${key}`, group);
        }
      }
    }
    const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
    return dataAnswer(request, sorted.map(({ labels, receiver, alerts: all }) => ({ alerts: all.map((alert) => gettableAlert(alert, now)), labels, receiver: { name: receiver } })));
  };
}

/** `GET /api/v2/receivers`. */
export function createGetReceivers(database: Database): Answering {
  return async (request, { tenant }) => {
    const { names } = await database.transaction({ kind: 'tenant', tenant }, (tx) => receiversOf(tx));
    return dataAnswer(request, names.map((name) => ({ name })));
  };
}
