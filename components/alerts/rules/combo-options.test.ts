import { expect, test } from 'vitest';
import { matchingOptions } from './combo-options';

const options = [
  { value: 'node_cpu_seconds_total', detail: 'Seconds the CPUs spent in each mode.' },
  { value: 'cpu_load' },
  { value: 'process_seconds', detail: 'Time of the cpu' },
  { value: 'up', detail: 'Whether the target answers' },
];

test.each([
  ['', ['node_cpu_seconds_total', 'cpu_load', 'process_seconds', 'up']],
  ['CPU', ['cpu_load', 'node_cpu_seconds_total', 'process_seconds']],
  ['cpu total', ['node_cpu_seconds_total']],
  ['answers', ['up']],
  ['nothing', []],
])('%j finds by value and detail, the beginnings first', (text, expected) => {
  expect(matchingOptions(options, text).shown.map(({ value }) => value)).toEqual(expected);
});

test('of many the first are shown and all are counted', () => {
  const many = Array.from({ length: 5_000 }, (_, index) => ({ value: `metric_${index}` }));
  expect(matchingOptions(many, 'metric')).toMatchObject({ total: 5_000 });
  expect(matchingOptions(many, 'metric').shown).toHaveLength(50);
});
