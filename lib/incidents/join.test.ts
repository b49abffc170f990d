import { describe, expect, it } from 'vitest';
import { DeclareRule } from './schemas';
import { decideJoins, type FiringAlert, type JoinableIncident } from './join';

const nowMs = Date.UTC(2026, 10, 21, 12);
const minute = 60_000;

const alertOf = (id: string, changed: Partial<FiringAlert> = {}): FiringAlert => ({
  id, name: 'CheckDown', summary: `${id} is down`, labels: ['alertname', 'CheckDown', 'service', changed.service ?? ''], severity: 'critical', service: '', groupKey: null, causeId: null,
  firedAtMs: nowMs - minute, isAcknowledged: false, ...changed,
});
const incidentOf = (changed: Partial<JoinableIncident> = {}): JoinableIncident => ({
  id: 'i1', number: 1, alertIds: new Set(['known']), groupKeys: new Set(['group']), services: new Set(['shop']), lastAtMs: nowMs - 10 * minute, ...changed,
});
const ruleOf = (changed: object = {}) => DeclareRule.parse({ name: 'critical', severity: 'sev1', ...changed });
const decide = (alerts: FiringAlert[], { declare = [ruleOf()], incidents = [] as JoinableIncident[], needs = new Map<string, Set<string>>() } = {}) =>
  decideJoins(alerts, { nowMs, settings: { declare, joinMs: 30 * minute }, incidents, needs });

describe('an alert belongs to an open incident', () => {
  const incidents = [incidentOf()];
  const cases: [what: string, alert: Partial<FiringAlert>, joins: boolean][] = [
    ['whose alert is its cause', { causeId: 'known' }, true],
    ['that has an alert of its group', { groupKey: 'group' }, true],
    ['that touches its service', { service: 'shop' }, true],
    ['that touches what its service needs', { service: 'web' }, true],
    ['that touches what needs its service', { service: 'db' }, true],
    ['but not one of another service', { service: 'mail' }, false],
    ['but not one without a service', {}, false],
    ['but not with another cause or group', { causeId: 'other', groupKey: 'another' }, false],
  ];
  it.each(cases)('%s', (_, alert, joins) => {
    const needs = new Map([['web', new Set(['shop'])], ['shop', new Set(['db'])]]);
    expect(decide([alertOf('a', alert)], { incidents, needs, declare: [] }).map(({ kind }) => kind)).toEqual(joins ? ['join'] : []);
  });

  it('by its service, or by a group that is another service’s too, only as long as the incident is fresh', () => {
    const old = [incidentOf({ lastAtMs: nowMs - 31 * minute })];
    expect(decide([alertOf('a', { service: 'shop' })], { incidents: old, declare: [] })).toEqual([]);
    expect(decide([alertOf('a', { groupKey: 'group' })], { incidents: old, declare: [] })).toHaveLength(1);
    expect(decide([alertOf('a', { groupKey: 'group', service: 'shop' })], { incidents: old, declare: [] })).toHaveLength(1);
    expect(decide([alertOf('a', { groupKey: 'group', service: 'mail' })], { incidents: old, declare: [] })).toEqual([]);
    expect(decide([alertOf('a', { groupKey: 'group', service: 'mail' })], { incidents, declare: [] })).toHaveLength(1);
  });

  it('rather than making one of its own', () => {
    expect(decide([alertOf('a', { service: 'shop' })], { incidents })).toMatchObject([{ kind: 'join', incidentId: 'i1' }]);
  });
});

describe('a rule declares an incident', () => {
  const cases: [what: string, rule: object, alert: Partial<FiringAlert>, declares: boolean][] = [
    ['for a critical alert', {}, {}, true],
    ['not for a warning', {}, { severity: 'warning' }, false],
    ['for any severity when it names none', { severities: [] }, { severity: 'info' }, true],
    ['when its matchers accept the labels', { matchers: [{ label: 'alertname', operator: '=~', value: 'Check.*' }] }, {}, true],
    ['not when they do not', { matchers: [{ label: 'alertname', operator: '=', value: 'Disk' }] }, {}, false],
    ['not while it is off', { isEnabled: false }, {}, false],
    ['once it fired long enough', { firingForMs: minute }, {}, true],
    ['not before', { firingForMs: minute + 1 }, {}, false],
    ['not when somebody acknowledged it in time', { firingForMs: minute }, { isAcknowledged: true }, false],
    ['though somebody acknowledged it, when it does not wait', {}, { isAcknowledged: true }, true],
  ];
  it.each(cases)('%s', (_, rule, alert, declares) => {
    expect(decide([alertOf('a', alert)], { declare: [ruleOf(rule)] })).toHaveLength(declares ? 1 : 0);
  });

  it('once for alerts of one group, and takes along what they caused', () => {
    const alerts = [alertOf('a', { groupKey: 'g' }), alertOf('b', { groupKey: 'g', severity: 'warning' }), alertOf('c', { causeId: 'a', severity: 'info' }), alertOf('d', { severity: 'warning' })];
    expect(decide(alerts)).toMatchObject([{ kind: 'declare', alertIds: ['a', 'b', 'c'], title: 'a is down', severity: 'sev1', reason: 'The rule critical: CheckDown fires.' }]);
  });

  it('and not what is in one group with it but began at another time', () => {
    expect(decide([alertOf('a', { groupKey: 'g' }), alertOf('b', { groupKey: 'g', severity: 'warning', firedAtMs: nowMs - 60 * minute })])).toMatchObject([{ alertIds: ['a'] }]);
  });

  it('once for each cause', () => {
    expect(decide([alertOf('a'), alertOf('b')])).toMatchObject([{ alertIds: ['a'] }, { alertIds: ['b'] }]);
  });

  it('when alerts of enough services began together', () => {
    const declare = [ruleOf({ services: 3, severities: [] })];
    const alerts = [alertOf('a', { service: 'shop' }), alertOf('b', { service: 'web' }), alertOf('c', { service: 'db' })];
    expect(decide(alerts, { declare })).toMatchObject([{ alertIds: ['a', 'b', 'c'], title: 'shop, web, db: CheckDown' }]);
    expect(decide(alerts.slice(0, 2), { declare })).toEqual([]);
    expect(decide([...alerts.slice(0, 2), alertOf('c', { service: 'db', firedAtMs: nowMs - 12 * minute })], { declare })).toEqual([]);
    expect(decide([...alerts.slice(0, 2), alertOf('c', { service: 'web' })], { declare })).toEqual([]);
  });

  it('the first rule that fits, and the others for what it leaves', () => {
    const declare = [ruleOf({ name: 'shop', severity: 'sev1', matchers: [{ label: 'service', operator: '=', value: 'shop' }] }), ruleOf({ name: 'rest', severity: 'sev2' })];
    expect(decide([alertOf('a', { service: 'web' }), alertOf('b', { service: 'shop' })], { declare })).toMatchObject([{ rule: 'shop', alertIds: ['b'] }, { rule: 'rest', alertIds: ['a'] }]);
  });
});
