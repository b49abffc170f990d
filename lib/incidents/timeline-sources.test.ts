import { describe, expect, it } from 'vitest';
import type { AlertActor } from '@/lib/alerts/schemas';
import { entryOfAlertEvent, entryOfAudit, entryOfDelivery, entryOfDeploy, leftOutEntry, nameInAudit, type AlertEventSource, type AuditSource, type DeliverySource, type DeploySource } from './timeline-sources';

const alice: AlertActor = { kind: 'user', id: 'u1', name: 'Alice' };
const event: AlertEventSource = { id: '7', at: 1, stage: 'evaluation', outcome: 'firing', reason: 'The value is 97.', actor: null, alertId: 'a1', alertName: 'DiskFull' };
const delivery: DeliverySource = { id: 'd1', at: 1, state: 'delivered', title: 'Disk full', channelId: 'c1', channelName: 'Mail', to: 'Alice', isPerson: true, error: null };
const deploy: DeploySource = { id: 'p1', at: 1, serviceId: 's1', serviceName: 'shop', version: '1.2.3', text: '', actor: alice };
const audit: AuditSource = { id: 'x1', at: 1, action: 'alert_rule.update', actor: alice, name: 'Disk full' };

describe('what the timeline says', () => {
  const cases: [what: string, text: string, said: string][] = [
    ['of an alert that fires', entryOfAlertEvent(event).text, 'DiskFull fires. The value is 97.'],
    ['of one that is over', entryOfAlertEvent({ ...event, outcome: 'resolved', reason: 'The value is 50.' }).text, 'DiskFull is resolved. The value is 50.'],
    ['of a comment', entryOfAlertEvent({ ...event, stage: 'comment', outcome: 'commented', reason: 'It was the backup.', actor: alice }).text, 'Alice on DiskFull: It was the backup.'],
    ['of a message that arrived', entryOfDelivery(delivery).text, 'Alice by Mail was told: Disk full'],
    ['of one that went to a channel', entryOfDelivery({ ...delivery, isPerson: false, channelName: 'ops' }).text, 'ops was told: Disk full'],
    ['of one that did not', entryOfDelivery({ ...delivery, state: 'dead', error: 'It answered 500.' }).text, 'Alice by Mail could not be told: Disk full. It answered 500.'],
    ['of a deployment', entryOfDeploy(deploy).text, 'shop 1.2.3 was rolled out.'],
    ['of a deployment of no service', entryOfDeploy({ ...deploy, serviceId: null, serviceName: '' }).text, 'Version 1.2.3 was rolled out.'],
    ['of one with a text', entryOfDeploy({ ...deploy, text: 'New prices' }).text, 'shop 1.2.3 was rolled out: New prices'],
    ['of a change of settings', entryOfAudit(audit).text, 'Alice changed the alert rule “Disk full”.'],
    ['of one without a name', entryOfAudit({ ...audit, action: 'notification_routing.update', name: '' }).text, 'Alice changed the routing of notifications.'],
    ['of alerts that it leaves out', leftOutEntry('alerts', 1, alice).text, '5,000 entries were made of alerts and deliveries; what came after that is left out here. The pages of the alerts have all of it.'],
    ['of changes that it leaves out', leftOutEntry('changes', 1, alice).text, '2,000 entries were made of deployments and changes of settings; what came after that is left out here. The audit trail and the list of deployments have all of it.'],
  ];
  it.each(cases)('%s', (_, text, said) => expect(text).toBe(said));
});

it('names what each entry was made of, so that it is told once', () => {
  const keys = [entryOfAlertEvent(event), entryOfDelivery(delivery), entryOfDelivery({ ...delivery, state: 'dead' }), entryOfDeploy(deploy), entryOfAudit(audit)].map(({ sourceKey }) => sourceKey);
  expect(keys).toEqual(['alert_event:7', 'delivery:d1', 'delivery:d1:dead', 'deploy:p1', 'audit:x1']);
});

it.each<[what: string, before: unknown, after: unknown, name: string]>([
  ['after', { name: 'old' }, { name: 'new' }, 'new'],
  ['in its settings', null, { id: 'x', settings: { name: 'in' } }, 'in'],
  ['before, where it is gone', { name: 'gone' }, null, 'gone'],
  ['of a silence, which is its comment', null, { comment: 'a deploy' }, 'a deploy'],
  ['nowhere', 'text', [1], ''],
])('the name of what was changed is found %s', (_, before, after, name) => expect(nameInAudit(before, after)).toBe(name));
