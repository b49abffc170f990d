import { expect, test } from 'vitest';
import { vitals } from '@/lib/health/vitals';
import { describeTrend } from './trend';

function words(id: string, trend: number | null, value: number | null): string | undefined {
  const definition = vitals.find((vital) => vital.id === id);
  return definition && describeTrend(definition, trend, value)?.words;
}

test.each([
  ['cpu', 12.34, 50, 'Up 12.3 points'],
  ['cpu', -12.34, 50, 'Down 12.3 points'],
  ['cpu', 0.9, 1, 'Steady'],
  ['network_latency', 0.02, 0.05, 'Up 20 ms'],
  ['network_latency', 0.001, 0.05, 'Steady'],
  ['throughput', -3, 0, 'Down 3 /s'],
  ['throughput', 0, 0, 'Steady'],
  ['cpu', null, 4, undefined],
  ['cpu', 4, null, undefined],
])('%s with a trend of %s at %s: %s', (id, trend, value, expected) => expect(words(id, trend, value)).toBe(expected));
