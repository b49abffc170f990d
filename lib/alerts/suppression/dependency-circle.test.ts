import { describe, expect, it } from 'vitest';
import { findCircle } from './dependency-circle';
import type { Dependency } from './schemas';

const on = (pairs: string): Dependency[] => pairs.split(' ').filter(Boolean).map((pair) => {
  const [service = '', name = ''] = pair.split('>');
  return { service, dependsOn: name.startsWith('@') ? { kind: 'host', name: name.slice(1) } : { kind: 'service', name } };
});

describe('a circle of dependencies', () => {
  it.each([
    ['', null],
    ['a>b b>c a>c c>@h', null],
    ['a>a', ['a', 'a']],
    ['x>a a>b b>c c>a', ['a', 'b', 'c', 'a']],
    ['a>b a>c c>d d>c', ['c', 'd', 'c']],
    ['a>@a', null],
    ['a>b b>d a>c c>d d>e', null],
  ])('%j', (pairs, expected) => {
    expect(findCircle(on(pairs))).toEqual(expected);
  });

  it('is found at the end of a long chain', () => {
    const chain = Array.from({ length: 2_000 }, (_, at) => `s${at}>s${(at + 1) % 2_000}`).join(' ');
    expect(findCircle(on(chain))).toHaveLength(2_001);
  });
});
