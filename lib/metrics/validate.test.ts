import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isAppError } from '@/lib/errors';
import { metricLimits, PushedSample, PushMetrics } from './schemas';
import { acceptPush } from './validate';

const now = Date.UTC(2026, 0, 15, 12);
const sample = (changes: object = {}) => ({ name: 'up', labels: {}, value: 1, ...changes });

describe('acceptPush', () => {
  it('gives samples without a time the time of the request', () => {
    expect(acceptPush(PushMetrics.parse({ name: 'up', value: 1 }), now)).toEqual([{ ...sample(), at: now }]);
  });

  it('accepts both bounds', () => {
    const samples = [sample({ timestamp: now + metricLimits.futureMs }), sample({ timestamp: now - metricLimits.pastMs })];
    expect(acceptPush({ samples }, now)).toHaveLength(2);
  });

  it('names each sample out of bounds, and the limit', () => {
    const samples = [sample(), sample({ timestamp: now + metricLimits.futureMs + 1 }), sample({ timestamp: Math.floor(now / 1_000) })];
    const issues = issuesOf(() => acceptPush({ samples }, now));
    expect(issues.map((issue) => issue.path)).toEqual(['body.samples.1.timestamp', 'body.samples.2.timestamp']);
    expect(issues[0]?.message).toContain('the limit is 300 s');
    expect(issues[1]?.message).toContain('the limit is 3600 s');
  });

  it('names at most 20 of many', () => {
    const samples = Array.from({ length: 50_000 }, () => sample({ timestamp: 0 }));
    expect(issuesOf(() => acceptPush({ samples }, now))).toHaveLength(20);
  });

  it('names a single sample without an index', () => {
    expect(issuesOf(() => acceptPush(sample({ timestamp: 1 }), now))[0]?.path).toBe('body.timestamp');
  });
});

describe('PushMetrics', () => {
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`l${index}`, '']));

  it.each([
    ['a million labels', sample({ labels: many(1_000_000) }), 'labels', 'At most 32 labels; these are 1000000.'],
    ['a lone surrogate', sample({ labels: { a: '\ud800' } }), 'labels.a', 'valid UTF-8'],
    ['NUL', sample({ labels: { a: '\u0000' } }), 'labels.a', 'without NUL'],
    ['a name that is not a metric name', sample({ name: 'cpu \ufffd' }), 'name', 'letters, digits'],
    ['a long value of a label', sample({ labels: { a: 'x'.repeat(1_025) } }), 'labels.a', '1024'],
    ['a reserved label', sample({ labels: { __name__: 'x' } }), 'labels.__name__', 'reserved'],
    ['an infinity', sample({ value: Infinity }), 'value', 'finite'],
    ['NaN', sample({ value: NaN }), 'value', 'finite'],
    ['an unknown field', sample({ colour: 1 }), '', 'colour'],
  ])('refuses %s in one issue that names the field and the limit', (_, input, path, message) => {
    const issue = PushedSample.safeParse(input).error?.issues[0];
    expect(issue?.path.join('.')).toBe(path);
    expect(JSON.stringify(issue)).toContain(message);
  });

  it('counts samples before it looks at them', () => {
    const error = PushMetrics.safeParse({ samples: Array.from({ length: 2_000_000 }, () => 1) }).error;
    expect(JSON.stringify(error?.issues)).toContain('At most 50000 samples in one push; these are 2000000.');
  });

  it('still describes itself as JSON Schema', () => {
    expect(JSON.stringify(z.toJSONSchema(PushMetrics, { io: 'input' }))).toContain('additionalProperties');
  });
});

function issuesOf(run: () => unknown) {
  try {
    run();
  } catch (error) {
    if (isAppError(error)) return error.issues;
    throw error;
  }
  throw new Error('nothing was refused');
}
