import { describe, expect, it } from 'vitest';
import type { HealthReading } from './metrics';
import type { HealthSample, UnknownSource } from './sample';
import { stepHealth, type HealthStatus } from './status';

const start = Date.UTC(2026, 0, 5, 3, 0, 0);

interface Machine {
  cpu?: number;
  memory?: number;
  disk?: number;
  unknown?: UnknownSource[];
}

function sampleAt(second: number, { cpu, memory, disk, unknown = [] }: Machine): HealthSample {
  const readings: HealthReading[] = [];
  if (cpu !== undefined) readings.push({ name: 'system_cpu_usage_percent', labels: {}, value: cpu });
  if (memory !== undefined) readings.push({ name: 'system_memory_usage_percent', labels: {}, value: memory });
  if (disk !== undefined) readings.push({ name: 'system_disk_usage_percent', labels: { mountpoint: '/var' }, value: disk });
  return { at: start + second * 1_000, seq: second, latenessMs: 0, instance: 'web-1', readings, unknown };
}

/** The status after one sample a second. */
function after(seconds: Machine[], previous: HealthStatus | null = null, from = 0): HealthStatus {
  const status = seconds.reduce((status: HealthStatus | null, machine, index) => stepHealth(status, sampleAt(from + index, machine), {}), previous);
  if (!status) throw new Error('A story has at least one second.');
  return status;
}

const times = (count: number, machine: Machine): Machine[] => Array.from({ length: count }, () => machine);
const vitalOf = (status: HealthStatus, id: string) => status.vitals.find((each) => each.id === id);

describe('one busy second', () => {
  it('changes nothing but what is pending', () => {
    const status = after([{ cpu: 10 }, { cpu: 99 }]);
    expect(status).toMatchObject({ state: 'ok', sentence: 'All that is measured is well; Memory, Disk and Network latency are unknown.', advice: null });
    expect(vitalOf(status, 'cpu')).toMatchObject({ value: 99, state: 'ok', pending: { state: 'critical', since: start + 1_000 } });
    expect(vitalOf(status, 'cpu')?.reason).toMatch(/99 %.*critical level of 95 %, for less than 10 s\.$/);
  });

  it('is forgotten by the next quiet one', () => {
    expect(vitalOf(after([{ cpu: 10 }, { cpu: 99 }, { cpu: 10 }]), 'cpu')).toMatchObject({ state: 'ok', pending: null });
  });

  it('is not the first second of Nines either', () => {
    expect(after([{ cpu: 99 }]).state).toBe('ok');
  });
});

describe('a vital that stays over its level', () => {
  it('is shown once it has held, since the second in which it began', () => {
    expect(after([{ cpu: 10 }, ...times(10, { cpu: 85 })]).state).toBe('ok');
    const status = after([{ cpu: 10 }, ...times(11, { cpu: 85 })]);
    expect(status).toMatchObject({ state: 'warning', since: start + 1_000, sentence: 'CPU needs attention.' });
    expect(status.advice).toMatch(/CPU/);
    expect(vitalOf(status, 'cpu')?.reason).toBe('CPU: 85 %, at or above the warning level of 80 %.');
  });

  it('is a warning by the time over that level, wherever it went above it', () => {
    const status = after([{ cpu: 10 }, ...times(6, { cpu: 85 }), ...times(6, { cpu: 99 })]);
    expect(vitalOf(status, 'cpu')).toMatchObject({ state: 'warning', since: start + 1_000, pending: { state: 'critical', since: start + 7_000 } });
  });

  it.each([
    ['at 99 % with a dip to 94 % every 9 s', 99, 94, null, 'warning'],
    ['at 10 % with a peak of 85 % every 9 s, after a critical time', 10, 85, 99, 'warning'],
    ['between 85 % and 60 % each second, after a critical time', 85, 60, 99, 'warning'],
    ['at 10 % with a peak of 85 % every 9 s, from the start', 10, 85, null, 'ok'],
  ] as const)('is not stuck when it wavers: %s', (_, usual, now, before, expected) => {
    const every = usual === 85 ? 2 : 9;
    const wavering = Array.from({ length: 300 }, (_each, index) => ({ cpu: index % every === every - 1 ? now : usual }));
    const first = before === null ? null : after(times(11, { cpu: before }));
    expect(after(wavering, first, first ? 11 : 0).state).toBe(expected);
  });

  it('gets worse and better by the same rule', () => {
    const warned = after([{ cpu: 10 }, ...times(11, { cpu: 85 })]);
    const critical = after(times(11, { cpu: 99 }), warned, 12);
    expect(critical).toMatchObject({ state: 'critical', since: start + 12_000, sentence: 'CPU is critical.' });
    const well = after(times(11, { cpu: 10 }), critical, 23);
    expect(well).toMatchObject({ state: 'ok', advice: null });
    expect(vitalOf(well, 'cpu')).toMatchObject({ state: 'ok', since: start + 23_000 });
  });

  it('holds by time, not by the count of samples', () => {
    const first = stepHealth(null, sampleAt(0, { cpu: 99 }), {});
    expect(stepHealth(first, sampleAt(10, { cpu: 99 }), {}).state).toBe('critical');
  });
});

describe('several at once', () => {
  it('are named by severity, and the worst one gives the advice', () => {
    expect(after(times(11, { cpu: 85, memory: 99, disk: 99 }))).toMatchObject({ state: 'critical', sentence: 'Memory and Disk are critical; CPU needs attention.' });
    expect(after(times(11, { cpu: 85, memory: 85, disk: 85 })).sentence).toBe('CPU, Memory and Disk need attention.');
  });

  it('name the fullest mount in the reason', () => {
    expect(vitalOf(after(times(11, { disk: 96 })), 'disk')?.reason).toBe('Disk: 96 % (/var), at or above the critical level of 95 %.');
  });
});

describe('what cannot be measured', () => {
  it('is unknown at once, with its reason, and does not make the whole unwell', () => {
    const status = after([{ cpu: 10 }, { memory: 10, unknown: [{ source: 'cpu', reason: '/proc/stat cannot be read.' }] }]);
    expect(status.state).toBe('ok');
    expect(vitalOf(status, 'cpu')).toMatchObject({ value: null, state: 'unknown', since: start + 1_000, reason: '/proc/stat cannot be read.', pending: null });
  });

  it('keeps the second since when it is unknown', () => {
    expect(vitalOf(after([{ cpu: 10 }, {}, {}, {}]), 'cpu')?.since).toBe(start + 1_000);
  });

  it('makes the whole unknown when it is everything', () => {
    expect(after([{}, {}])).toMatchObject({ state: 'unknown', since: start, sentence: 'Nothing can be measured yet.' });
  });

  it('keeps a bad state through a short gap, so that an outage does not look over', () => {
    const critical = after(times(11, { cpu: 99 }));
    const gap = after(times(3, {}), critical, 11);
    expect(vitalOf(gap, 'cpu')).toMatchObject({ value: null, state: 'critical', since: start, pending: { state: 'unknown', since: start + 11_000 } });
    expect(gap.state).toBe('critical');
    expect(vitalOf(after([{ cpu: 99 }], gap, 14), 'cpu')).toMatchObject({ state: 'critical', since: start, pending: null });
  });

  it('has to hold again when it comes back bad after a long gap', () => {
    const critical = after(times(11, { cpu: 99 }));
    const unknown = after(times(11, {}), critical, 11);
    expect(vitalOf(unknown, 'cpu')).toMatchObject({ state: 'unknown', since: start + 11_000 });
    expect(vitalOf(after([{ cpu: 99 }], unknown, 22), 'cpu')).toMatchObject({ state: 'ok', pending: { state: 'critical' } });
  });
});

it('tells the same story of the same samples, and changes nothing of what it was given', () => {
  const story = [{ cpu: 10 }, ...times(12, { cpu: 99 }), {}, { cpu: 85 }];
  const frozen = Object.freeze(after(story));
  expect(after(story)).toEqual(frozen);
  stepHealth(frozen, sampleAt(99, { cpu: 1 }), {});
});

describe('levels of monitoring config', () => {
  const lower = { cpu: { warning: 50, critical: 60 } };
  const run = (seconds: number, cpu: number, thresholds: Parameters<typeof stepHealth>[2], previous: HealthStatus | null, from: number) =>
    Array.from({ length: seconds }, (_, index) => index).reduce((status: HealthStatus | null, index) => stepHealth(status, sampleAt(from + index, { cpu }), thresholds), previous);

  it('stand in place of the vital’s own, and hold as long before they are shown', () => {
    const well = run(20, 55, {}, null, 0);
    expect(well?.state).toBe('ok');
    expect(run(5, 55, lower, well, 20)?.state).toBe('ok');
    const warned = run(11, 55, lower, well, 20);
    expect(warned && vitalOf(warned, 'cpu')).toMatchObject({ state: 'warning', reason: 'CPU: 55 %, at or above the warning level of 50 %.' });
    expect(run(11, 55, {}, warned, 31)?.state).toBe('ok');
  });

  it.each([
    ['when it is well', 10, 'ok'],
    ['when it is pending', 99, 'ok'],
    ['when it cannot be measured', undefined, 'unknown'],
  ] as const)('are told with the vital at once, %s', (_, cpu, state) => {
    const status = stepHealth(run(1, 10, {}, null, 0), sampleAt(1, cpu === undefined ? {} : { cpu }), lower);
    expect(vitalOf(status, 'cpu')).toMatchObject({ state, threshold: lower.cpu });
  });
});
