import { expect, test } from 'vitest';
import type { Bar } from '@/lib/checks/api';
import { barAt, barPaths, kindOfBar } from './bar-shapes';

const empty: Bar = { from: 0, to: 1_000, upMs: 0, degradedMs: 0, downMs: 0, unknownMs: 0, maintenanceMs: 0 };

test.each<[string, Partial<Bar>]>([
  ['down', { upMs: 999, downMs: 1 }],
  ['degraded', { upMs: 900, degradedMs: 100 }],
  ['up', { upMs: 1, unknownMs: 999 }],
  ['maintenance', { maintenanceMs: 10, unknownMs: 990 }],
  ['unknown', { unknownMs: 1_000 }],
  ['unknown', {}],
])('a bar is %s with %o', (kind, bar) => {
  expect(kindOfBar({ ...empty, ...bar })).toBe(kind);
});

test('every kind has a height of its own', () => {
  const tops = ([{ downMs: 1_000 }, { degradedMs: 1 }, { upMs: 1 }, { maintenanceMs: 1 }, {}] as Partial<Bar>[]).map((bar) => {
    const path = Object.values(barPaths([{ ...empty, ...bar }])).join('');
    return Number(/^M0 ([\d.]+)/.exec(path)?.[1]);
  });
  expect(tops[0]).toBe(0);
  expect(new Set(tops).size).toBe(5);
  expect([...tops].sort((a, b) => a - b)).toEqual(tops);
});

test('a short time down is seen, and what is left of its bar is what it was', () => {
  const { down, up, degraded } = barPaths([{ ...empty, upMs: 990, downMs: 10 }]);
  expect([down, up, degraded]).toEqual(['M0 0h3V40h-3z', 'M0 40h3V100h-3z', '']);
  expect(barPaths([{ ...empty, downMs: 500, upMs: 500 }]).down).toBe('M0 0h3V50h-3z');
  expect(barPaths([{ ...empty, downMs: 1_000, unknownMs: 10 }]).up).toBe('');
});

test('bars stand side by side, and the pointer finds them', () => {
  expect(barPaths([{ ...empty, upMs: 1 }, { ...empty, upMs: 1 }]).up).toBe('M0 28h3V100h-3zM4 28h3V100h-3z');
  expect([-1, 0, 0.49, 0.5, 1].map((share) => barAt(share, 2))).toEqual([0, 0, 0, 1, 1]);
});
