import { expect, test } from 'vitest';
import { ServiceInput } from '@/lib/services/schemas';
import { draftOfService, newService, readService } from './service-draft';

test('a name is enough, and what is sent is what the schema takes', () => {
  const { input } = readService({ ...newService, name: ' Shop ' });
  expect(input).toEqual(ServiceInput.parse({ name: 'Shop' }));
});

test('a stored service survives its form', () => {
  const stored = ServiceInput.parse({
    name: 'Shop', description: 'Sells', team: 'web', tier: 1, labels: { zone: 'a' }, links: [{ title: 'Board', url: 'https://board.example.com/' }], runbookUrl: 'https://run.example.com/',
    dependsOn: ['00000000-0000-4000-8000-000000000001'], hosts: ['h1'], scrapeJobs: ['node'],
  });
  expect(readService(draftOfService(stored)).input).toEqual(stored);
});

test('rows that are empty are left out, and half a row is a fault', () => {
  const empty = { ...newService, name: 'Shop', links: [{ title: ' ', url: '' }], labels: [{ name: '', value: '' }] };
  expect(readService(empty).input).toMatchObject({ links: [], labels: {} });
  const half = { ...newService, links: [{ title: 'Board', url: '' }, { title: '', url: 'https://b.example.com' }], labels: [{ name: 'a', value: '1' }, { name: 'a', value: '2' }] };
  expect(readService(half).issues.map(({ path }) => path)).toEqual(['name', 'links.0.url', 'links.1.title', 'labels']);
});
