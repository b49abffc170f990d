import { describe, expect, it } from 'vitest';
import { DeclareRule } from './schemas';
import { defaultIncidentSettings } from './default-settings';
import { decideJoins, type FiringAlert, type JoinableIncident, type TakenAlert } from './join';

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
const { severities } = defaultIncidentSettings;
const decide = (alerts: FiringAlert[], { declare = [ruleOf()], incidents = [] as JoinableIncident[], taken = [] as TakenAlert[], needs = new Map<string, Set<string>>(), refused = new Set<string>() } = {}) =>
  decideJoins(alerts, { nowMs, settings: { declare, joinMs: 30 * minute, severities }, incidents, taken, needs, refused });

describe('an alert belongs to an open incident', () => {
  const incidents = [incidentOf()];
  const cases: [what: string, alert: Partial<FiringAlert>, joins: boolean][] = [
    ['whose alert is its cause', { causeId: 'known' }, true],
    ['that has an alert of its group', { groupKey: 'group' }, true],
    ['that has an alert of its group and of its service', { groupKey: 'group', service: 'shop' }, true],
    ['but not one of its group that is another service’s', { groupKey: 'group', service: 'mail' }, false],
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

  it('by its service, or by a group where it touches no service, only as long as the incident is fresh', () => {
    const old = [incidentOf({ lastAtMs: nowMs - 31 * minute })];
    expect(decide([alertOf('a', { service: 'shop' })], { incidents: old, declare: [] })).toEqual([]);
    expect(decide([alertOf('a', { groupKey: 'group' })], { incidents: old, declare: [] })).toHaveLength(1);
    expect(decide([alertOf('a', { groupKey: 'group', service: 'shop' })], { incidents: old, declare: [] })).toHaveLength(1);
    const none = { services: new Set<string>() };
    expect(decide([alertOf('a', { groupKey: 'group', service: 'mail' })], { incidents: [incidentOf({ ...none, lastAtMs: nowMs - 31 * minute })], declare: [] })).toEqual([]);
    expect(decide([alertOf('a', { groupKey: 'group', service: 'mail' })], { incidents: [incidentOf(none)], declare: [] })).toHaveLength(1);
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

  it('for each service of a group that is of one name only, with what is of none', () => {
    const alerts = [alertOf('a', { groupKey: 'g', service: 'shop' }), alertOf('b', { groupKey: 'g', service: 'mail' }), alertOf('c', { groupKey: 'g', severity: 'warning' })];
    expect(decide(alerts)).toMatchObject([{ alertIds: ['a', 'c'] }, { alertIds: ['b'] }]);
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

describe('a rule of several services, of what incidents of rules took just before,', () => {
  const incident = (number: number, changed: Partial<TakenAlert['incident']> = {}) => ({ id: `i${number}`, number, severity: 'sev2', isSeveritySet: false, ...changed });
  const takenOf = (id: string, of: TakenAlert['incident'], service: string, changed: Partial<FiringAlert> = {}): TakenAlert => ({ ...alertOf(id, { service, ...changed }), incident: of });
  const declare = [ruleOf({ name: 'several', services: 3, severity: 'sev1' })];
  const [one, two] = [incident(1), incident(2)];
  const free = (id: string, service: string, changed: Partial<FiringAlert> = {}) => alertOf(id, { service, ...changed });

  const cases: [what: string, alerts: FiringAlert[], taken: TakenAlert[], decided: object[]][] = [
    ['makes one of two incidents and a free alert', [free('c', 'db')], [takenOf('b', two, 'web'), takenOf('a', one, 'shop')], [{ kind: 'correlate', rule: 'several', severity: 'sev1', raises: true, incidentIds: ['i1', 'i2'], alertIds: ['c'] }]],
    ['makes one of three incidents', [], [takenOf('c', incident(3), 'db'), takenOf('b', two, 'web'), takenOf('a', one, 'shop')], [{ incidentIds: ['i1', 'i2', 'i3'], alertIds: [] }]],
    ['takes a further one into the one that there is', [free('d', 'mail')], [takenOf('a', one, 'shop'), takenOf('b', one, 'web'), takenOf('c', one, 'db')], [{ incidentIds: ['i1'], alertIds: ['d'] }]],
    ['raises the one that all are in', [], [takenOf('a', one, 'shop'), takenOf('b', one, 'web'), takenOf('c', one, 'db')], [{ incidentIds: ['i1'], alertIds: [], raises: true }]],
    ['has nothing to do with one of its severity', [], ['shop', 'web', 'db'].map((service) => takenOf(service, incident(1, { severity: 'sev1' }), service)), []],
    ['leaves a severity that somebody set', [], ['shop', 'web', 'db'].map((service) => takenOf(service, incident(1, { severity: 'sev3', isSeveritySet: true }), service)), []],
    ['does not raise it with a further alert either', [free('d', 'mail')], ['shop', 'web', 'db'].map((service) => takenOf(service, incident(1, { severity: 'sev3', isSeveritySet: true }), service)), [{ alertIds: ['d'], raises: false }]],
    ['counts services, not alerts', [free('c', 'shop')], [takenOf('a', one, 'shop'), takenOf('b', two, 'web')], []],
    ['leaves what began at another time', [free('c', 'db')], [takenOf('a', one, 'shop', { firedAtMs: nowMs - 12 * minute }), takenOf('b', two, 'web')], []],
    ['finds those of a later start, though those of an earlier one are one already', [free('d', 'mail')], ([['shop', 12], ['web', 9], ['db', 8]] as const).map(([service, min]) => takenOf(service, incident(1, { severity: 'sev1' }), service, { firedAtMs: nowMs - min * minute })), [{ kind: 'correlate', incidentIds: ['i1'], alertIds: ['d'] }]],
    ['declares where there is none yet', [free('a', 'shop'), free('b', 'web'), free('c', 'db')], [], [{ kind: 'declare', alertIds: ['a', 'b', 'c'] }]],
  ];
  it.each(cases)('%s', (_, alerts, taken, decided) => {
    const decisions = decide(alerts, { declare, taken });
    expect(decisions).toHaveLength(decided.length);
    expect(decisions).toMatchObject(decided);
  });

  it('looks at free alerts only where that could not be done, and other rules never look at others', () => {
    const taken = [takenOf('a', one, 'shop'), takenOf('b', two, 'web')];
    expect(decide([free('c', 'db')], { declare: [...declare, ruleOf()], taken, refused: new Set(['several']) })).toMatchObject([{ kind: 'declare', rule: 'critical', alertIds: ['c'] }]);
    expect(decide([], { taken })).toEqual([]);
  });
});
