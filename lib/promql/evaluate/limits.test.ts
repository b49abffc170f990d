import { describe, expect, it } from 'vitest';
import { evaluateInstant } from '@/lib/promql/evaluate';
import { PromqlError } from '@/lib/promql/error';
import { parsePromql } from '@/lib/promql/parse';
import type { SampleSource } from '@/lib/promql/source';
import { at, evaluationOver, load, over, refusal } from './test-series';

const many = load(Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`x{n="${index}"}`, '1+1x99'])));
const tooMany = 'query processing would load too many samples into memory in query execution';

describe('limits', () => {
  it('refuses to read more samples than allowed', async () => {
    expect(await refusal(at(many, 0, 'sum(x)', { maxSamples: 9_999 }))).toBe(tooMany);
    expect(await at(many, 0, 'sum(x)', { maxSamples: 10_200 })).toEqual(['{} 100']);
  });

  it('refuses to hold more values than allowed, before it makes room for them', async () => {
    expect(await refusal(over(load({}), [0, 999, 0.001], 'vector(1)', { maxSamples: 1_000 }))).toBe(tooMany);
    expect(await refusal(over(load({}), [0, 1_000, 0.5], '1 + time()', { maxSamples: 1_000 }))).toBe(tooMany);
    expect(await refusal(at(load({}), 1e9, 'vector(1)[30m:1s]', { maxSamples: 1_000 }))).toBe(tooMany);
    expect(await refusal(over(load({ x: '1' }), [0, 600, 1], 'x', { maxSamples: 100 }))).toBe(tooMany);
  });

  it('refuses more than a million steps of a query or of a subquery', async () => {
    const rest = 'steps; the limit is 1,000,000. Use a larger step or a shorter range';
    expect(await refusal(over(load({}), [0, 1e9, 0.001], '1 + time()'))).toBe(`the query has 1,000,000,000,001 ${rest}`);
    expect(await refusal(over(load({}), [0, 1_000, 0.001], 'vector(1)'))).toBe(`the query has 1,000,001 ${rest}`);
    expect(await refusal(at(load({}), 1e9, 'max_over_time(vector(time())[1001s:1ms])'))).toBe(`the subquery has 1,001,000 ${rest}`);
    expect(await at(load({}), 1e9, 'count_over_time(vector(time())[1000s:1ms])')).toEqual(['{} 1e+06']);
  });

  it.each([
    ['time() + (time() + (time() + time()))', 303],
    ['vector(time()) + (vector(time()) + (vector(time()) + vector(time())))', 303],
    ['clamp_max(vector(time()), scalar(clamp_max(vector(time()), time())))', 202],
    ['quantile(time(), quantile(time(), vector(1)))', 202],
  ])('counts all that %s holds at once', async (query, least) => {
    expect(await refusal(over(load({}), [0, 100, 1], query, { maxSamples: least - 1 }))).toBe(tooMany);
    expect(await over(load({}), [0, 100, 1], query, { maxSamples: least * 3 })).toHaveLength(1);
  });

  it.each(['time() + time()', '-time()', 'vector(time())', 'hour()', 'timestamp(vector(1))', 'scalar(vector(time()))'])('lets others work within %s', async (query) => {
    let pauses = 0;
    await evaluationOver(load({}), [0, 999_999, 1], query, { pause: () => void (pauses += 1) });
    expect(pauses).toBeGreaterThan(4);
  });

  it('gives each selector only what those before it left of the samples', async () => {
    const asked: number[] = [];
    const source: SampleSource = { select: (selection, maxSamples) => (asked.push(maxSamples), many.select(selection, maxSamples)) };
    await evaluateInstant(parsePromql('sum(x) + sum(x offset 1m) + sum(x offset 2m)'), source, { timeMs: 6_000_000, maxSamples: 31_000 });
    expect(asked).toEqual([31_000, 21_000, 11_000]);
  });

  it.each([
    [`label_join(x, "a", "", ${Array.from({ length: 17 }, () => '"l"').join()})`],
    [`label_replace(x, "a", "${'$1'.repeat(17)}", "l", "(.*)")`],
  ])('refuses to make a label value of more than 65,536 characters', async (query) => {
    const long = load({ [`x{l="${'a'.repeat(4_096)}"}`]: '1' });
    expect(await refusal(at(long, 0, query))).toContain('at most 65,536 characters');
    expect(await at(long, 0, query.replace(/"l",|\$1/, ''))).toHaveLength(1);
  });

  it('counts the text of labels that a function makes', async () => {
    const long = load(Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`x{l="${'a'.repeat(4_096)}",n="${index}"}`, '1'])));
    expect(await refusal(at(long, 0, 'label_replace(x, "a", "$1$1$1$1$1$1$1$1", "l", "(.*)")', { maxSamples: 100_000 }))).toBe(tooMany);
  });

  it('lets others work between the labels that an expression is slow to match', async () => {
    const long = load(Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`x{l="${'a'.repeat(4_000)}${index}"}`, '1'])));
    let pauses = 0;
    await at(long, 0, `label_replace(x, "a", "$1", "l", "${'(.*)'.repeat(16)}")`, { pause: () => void (pauses += 1) });
    expect(pauses).toBeGreaterThan(10);
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
