import { describe, expect, test } from 'vitest';
import { cpuPercentages } from './cpu-percent';
import { parseStat } from './stat';
import type { CpuTimes } from './stat';

const twoCores = `cpu  10448 20 6552 136841 527 3 122 61 90 0
cpu0 4261 0 2873 70041 42 0 18 27 0 0
cpu1 6186 0 3678 66800 485 0 103 33 0 0
intr 538356 0 0 0 0
ctxt 1476503
btime 1795163640
`;

describe('parseStat', () => {
  test('reads the total and the cores, with nice in user and interrupts in other', () => {
    const stat = parseStat(twoCores);
    expect(stat?.total).toEqual({ user: 10468, system: 6552, iowait: 527, steal: 61, other: 125, idle: 136841 });
    expect([...(stat?.cores.keys() ?? [])]).toEqual(['0', '1']);
    expect(stat?.cores.get('1')).toEqual({ user: 6186, system: 3678, iowait: 485, steal: 33, other: 103, idle: 66800 });
  });

  test.each([
    ['an offline core is absent', 'cpu  1 0 1 1 0 0 0 0 0 0\ncpu0 1 0 1 1 0 0 0 0 0 0\ncpu2 1 0 1 1 0 0 0 0 0 0\nintr 1\n', ['0', '2']],
    ['an old kernel has four fields', 'cpu  1 2 3 4\ncpu0 1 2 3 4\nintr 0\n', ['0']],
    ['a line cut short is left out', 'cpu  1 2 3 4\ncpu0 1 2', []],
    ['a line of garbage is left out', 'cpu  1 2 3 4\ncpu0 x y z w\n', []],
  ])('%s', (_, text, cores) => {
    expect([...(parseStat(text)?.cores.keys() ?? [])]).toEqual(cores);
  });

  test.each([[''], ['intr 1 2 3\n'], ['cpu\n']])('without a cpu line there is no reading: %j', (text) => {
    expect(parseStat(text)).toBeNull();
  });
});

const times = (part: Partial<CpuTimes>): CpuTimes => ({ user: 100, system: 100, iowait: 100, steal: 100, other: 100, idle: 100, ...part });

describe('cpuPercentages', () => {
  test('usage is what is neither idle nor iowait, and the modes add up to it', () => {
    const next = times({ user: 120, system: 110, iowait: 105, steal: 104, other: 101, idle: 160 });
    expect(cpuPercentages(times({}), next)).toEqual({ usage: 35, user: 20, system: 10, iowait: 5, steal: 4, other: 1 });
  });

  test('guest time is not counted twice', () => {
    const before = parseStat('cpu  0 0 0 0 0 0 0 0 0 0\n');
    const after = parseStat('cpu  50 0 0 50 0 0 0 0 50 0\n');
    expect(before !== null && after !== null && cpuPercentages(before.total, after.total)?.usage).toBe(50);
  });

  test.each<[string, Partial<CpuTimes>]>([
    ['no time passed', {}],
    ['user went back', { user: 99, idle: 200 }],
    ['everything was reset', { user: 1, system: 1, iowait: 1, steal: 1, other: 1, idle: 1 }],
    ['steal went back', { steal: 0, idle: 300 }],
  ])('is unknown when %s', (_, next) => {
    expect(cpuPercentages(times({}), times(next))).toBeNull();
  });

  test.each<[string, Partial<CpuTimes>, number]>([
    ['iowait goes back a little, as the kernel documents', { iowait: 98, user: 110, idle: 110 }, 50],
    ['idle goes back a little', { idle: 99, user: 110 }, 100],
  ])('holds when %s', (_, next, usage) => {
    expect(cpuPercentages(times({}), times(next))?.usage).toBe(usage);
  });
});
