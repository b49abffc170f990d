import { describe, expect, it } from 'vitest';
import { PromqlError } from '@/lib/promql/error';
import { at, evaluationOver, load, over, refusal } from './test-series';

const many = load(Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`x{n="${index}"}`, '1+1x99'])));
const tooMany = 'query processing would load too many samples into memory in query execution';

describe('limits', () => {
  it('refuses to read more samples than allowed', async () => {
    expect(await refusal(at(many, 0, 'sum(x)', { maxSamples: 9_999 }))).toBe(tooMany);
    expect(await at(many, 0, 'sum(x)', { maxSamples: 10_200 })).toEqual(['{} 100']);
  });

  it('refuses to hold more values than allowed, before it makes room for them', async () => {
    expect(await refusal(over(load({}), [0, 1e9, 0.001], 'vector(1)', { maxSamples: 1_000 }))).toBe(tooMany);
    expect(await refusal(over(load({}), [0, 1e15, 0.001], '1 + time()', { maxSamples: 1_000 }))).toBe(tooMany);
    expect(await refusal(at(load({}), 1e9, 'vector(1)[30d:1ms]', { maxSamples: 1_000 }))).toBe(tooMany);
    expect(await refusal(over(load({ x: '1' }), [0, 600, 1], 'x', { maxSamples: 100 }))).toBe(tooMany);
  });

  it.each([
    ['timeout', 'query timed out in expression evaluation'],
    ['canceled', 'query was canceled in expression evaluation'],
  ] as const)('ends when it is told to: %s', async (reason, message) => {
    const error = await evaluationOver(many, [0, 6_000, 60], 'sum(rate(x[5m]))', { isExpired: () => reason }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PromqlError);
    expect(error).toMatchObject({ kind: reason, message });
  });

  it('lets others work while it does, and asks whether to go on', async () => {
    let pauses = 0;
    let asked = 0;
    await over(many, [0, 6_000, 15], 'quantile(0.5, rate(x[5m])) + sum(avg_over_time(x[10m]))', {
      pause: () => {
        pauses += 1;
        return Promise.resolve();
      },
      isExpired: () => {
        asked += 1;
        return null;
      },
    });
    expect(pauses).toBeGreaterThan(3);
    expect(asked).toBe(pauses);
  });

  it('lets others work within one long series', async () => {
    let pauses = 0;
    await over(load({ x: '0+1x5000' }), [0, 300_000, 600], 'sum_over_time(x[5000m])', { pause: () => void (pauses += 1) });
    expect(pauses).toBeGreaterThan(3);
  });

  it.each([
    ['x[5m]', 'invalid expression type "range vector" for range query, must be Scalar or instant Vector'],
    ['"x"', 'invalid expression type "string" for range query, must be Scalar or instant Vector'],
  ])('refuses %s over a range of time', async (query, message) => {
    expect(await refusal(over(many, [0, 60, 60], query))).toBe(message);
  });

  it('refuses steps that do not go forward', async () => {
    expect(await refusal(over(many, [0, 60, 0], 'x'))).toContain('zero or negative query resolution step widths');
    expect(await refusal(over(many, [60, 0, 60], 'x'))).toBe('end timestamp must not be before start time');
  });
});
