import { describe, expect, it } from 'vitest';
import { checkOverrides, readStoredThresholds, thresholdsWith, viewThresholds, type ThresholdOverrides } from './thresholds';

describe('overrides of thresholds', () => {
  it.each<[string, ThresholdOverrides]>([
    ['none', {}],
    ['high values are bad', { cpu: { warning: 70, critical: 90 } }],
    ['low values are bad', { certificate_days: { warning: 30, critical: 3 } }],
    ['fractions', { network_latency: { warning: 0.01, critical: 0.02 } }],
  ])('are taken: %s', (_, overrides) => expect(() => checkOverrides(overrides)).not.toThrow());

  it.each<[string, ThresholdOverrides, RegExp]>([
    ['a warning above critical', { cpu: { warning: 95, critical: 80 } }, /CPU must be lower/],
    ['equal levels', { cpu: { warning: 80, critical: 80 } }, /CPU must be lower/],
    ['a warning below critical where low values are bad', { disk_full_in: { warning: 1, critical: 4 } }, /Disk full in must be higher/],
    ['a percentage that is never reached', { disk: { warning: 90, critical: 101 } }, /never reached/],
    ['a level below zero', { error_rate: { warning: -1, critical: 1 } }, /below 0/],
  ])('are refused: %s', (_, overrides, message) => {
    const [key] = Object.keys(overrides);
    expect(() => checkOverrides(overrides)).toThrow(expect.objectContaining({ code: 'invalid', issues: [{ path: `body.thresholds.${key}`, message: expect.stringMatching(message) }] }));
  });

  it('stand in place of the defaults, which are told beside them', () => {
    const overrides = { cpu: { warning: 1, critical: 2 } };
    expect(thresholdsWith(overrides)).toMatchObject({ cpu: { warning: 1, critical: 2 }, memory: { warning: 80, critical: 95 } });
    expect(viewThresholds(overrides)[0]).toMatchObject({ key: 'cpu', warning: 1, critical: 2, defaults: { warning: 80, critical: 95 } });
  });

  it('are read as they were stored, without those that are not known any more', () => {
    expect(readStoredThresholds(undefined)).toEqual({ overrides: {}, seeded: [] });
    expect(readStoredThresholds({ overrides: { cpu: { warning: 1, critical: 2 }, gone: { warning: 1, critical: 2 } }, seeded: ['cpu'] })).toEqual({ overrides: { cpu: { warning: 1, critical: 2 } }, seeded: ['cpu'] });
  });
});
