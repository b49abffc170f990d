import { describe, expect, it } from 'vitest';
import { findSettings, settingFields } from './field-index';
import { settingsSectionNames, settingsSections } from './sections';

describe('the index of settings', () => {
  const stored = settingsSectionNames.flatMap((section) => Object.keys(settingsSections[section].schema.shape).map((field): [string, string] => [section, field]));

  it.each(stored)('has %s.%s', (section, field) => {
    expect(settingFields.filter((each) => each.section === section && each.field === field)).toHaveLength(1);
  });

  it('has nothing that is not stored, and nothing twice', () => {
    const indexed = settingFields.flatMap(({ section, field }) => (section && field ? [`${section}.${field}`] : []));
    expect(indexed.sort()).toEqual(stored.map(([section, field]) => `${section}.${field}`).sort());
    const names = settingFields.map(({ label, href }) => `${label} ${href}`);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('findSettings', () => {
  it.each([
    ['disk budget', 'Disk budget'],
    ['METRICS_RETENTION_5M', '5-minute roll-ups'],
    ['2fa', 'Second factor'],
    ['cpu', 'CPU threshold'],
    ['  SSO ', 'Providers of sign-in'],
  ])('%s finds %s first', (text, label) => expect(findSettings(text)[0]?.label).toBe(label));
  it.each([[''], ['   '], ['no such words at all']])('%j finds nothing', (text) => expect(findSettings(text)).toEqual([]));
});
