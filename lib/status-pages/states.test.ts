import { describe, expect, it } from 'vitest';
import { stateOfChecks, stateOfServices, type CheckNow, type ServiceState, type ShownState } from './states';

const check = (shown: CheckNow['shown'], isInMaintenance = false, state: CheckNow['state'] = shown): CheckNow => ({ shown, state, isInMaintenance });

describe('how a component is', () => {
  const cases: [services: ServiceState[], state: ShownState][] = [
    [[], 'no_data'],
    [['up'], 'operational'],
    [['up', 'up'], 'operational'],
    [['down'], 'major_outage'],
    [['down', 'down'], 'major_outage'],
    [['down', 'up'], 'partial_outage'],
    [['down', 'unknown', 'maintenance'], 'partial_outage'],
    [['degraded', 'maintenance', 'unknown'], 'degraded'],
    [['maintenance', 'unknown'], 'maintenance'],
    [['unknown', 'up'], 'no_data'],
  ];
  it.each(cases)('with services that are %j is %s', (services, state) => {
    expect(stateOfServices(services)).toBe(state);
  });
});

describe('how a service is', () => {
  const cases: [what: string, checks: CheckNow[], state: ServiceState][] = [
    ['without checks', [], 'unknown'],
    ['by its worst check', [check('up'), check('degraded')], 'degraded'],
    ['in a window', [check('down', true), check('up')], 'maintenance'],
    ['down outside of the window of another', [check('down'), check('up', true)], 'down'],
    ['in a window that it was not measured in', [check('unknown', true, 'up')], 'unknown'],
  ];
  it.each(cases)('%s', (_, checks, state) => {
    expect(stateOfChecks(checks)).toBe(state);
  });
});
