import { describe, expect, it } from 'vitest';
import { isLabelName, unescapeLabelName } from './label-name';

describe('unescapeLabelName', () => {
  const names: [escaped: string, name: string][] = [
    ['job', 'job'],
    ['__name__', '__name__'],
    ['U__http_2e_status', 'http.status'],
    ['U__http_2E_status__code', 'http.status_code'],
    ['U___1f600_x', '😀x'],
    ['U__', ''],
    ['U__a_b', 'U__a_b'],
    ['U__a_', 'U__a_'],
    ['U__a_d800_', 'U__a_d800_'],
    ['U__a_110000_', 'U__a_110000_'],
    ['U__a_0000041_', 'U__a_0000041_'],
    ['U__a_xyz_', 'U__a_xyz_'],
  ];
  it.each(names)('%s is %s', (escaped, name) => {
    expect(unescapeLabelName(escaped)).toBe(name);
  });
});

describe('isLabelName', () => {
  it.each([['job', true], ['http.status', true], ['ключ', true], ['', false], ['\ud800', false]] as const)('%j: %s', (name, is) => {
    expect(isLabelName(name)).toBe(is);
  });
});
