import { expect, it } from 'vitest';
import { permissions, type Permission } from '@/lib/auth/permissions';
import { examplesOf } from './key-examples';

it.each<[readonly Permission[], string[]]>([
  [['monitoring.write'], ['Send a value', 'Prometheus remote write (prometheus.yml)']],
  [['monitoring.read'], ['Ask for a value']],
  [permissions, ['Send a value', 'Prometheus remote write (prometheus.yml)', 'Ask for a value']],
  [['monitoring.alert.acknowledge'], ['Send it with each request']],
])('a key with %j is shown in use by %j', (scopes, labels) => {
  const examples = examplesOf(scopes, 'nines_x', 'https://nines.example.com');
  expect(examples.map(({ label }) => label)).toEqual(labels);
  for (const { text } of examples) expect(text).toContain('nines_x');
});
