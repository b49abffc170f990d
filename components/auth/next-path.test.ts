import { describe, expect, test } from 'vitest';
import { safeNextPath } from './next-path';

describe('a path of this origin is kept', () => {
  test.each(['/', '/?range=1h', '/api-reference#metrics', '/alerts/a%2Fb?x=//y'])('%s', (path) => {
    expect(safeNextPath(path)).toBe(path);
  });
});

describe('anything that could leave this origin becomes /', () => {
  test.each([
    undefined,
    null,
    '',
    'alerts',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    'https://evil.example/',
    'javascript:alert(1)',
    '/..//evil.example',
    '/sign-in?next=/sign-in',
  ])('%j', (path) => expect(safeNextPath(path)).toBe('/'));

  test('a repeated parameter', () => expect(safeNextPath(['/a', '/b'])).toBe('/'));
});
