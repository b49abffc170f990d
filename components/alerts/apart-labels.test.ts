import { expect, test } from 'vitest';
import { labelsApart } from './apart-labels';
import { alertWith } from './fixture';

const core = (id: string, cpu: string, more = {}) => alertWith({ id, name: 'Core busy', labels: { alertname: 'Core busy', instance: 'web-1', cpu, ...more } });

test('alerts of one name are told apart by the labels that differ, and by no other', () => {
  expect([...labelsApart([core('a1', '0'), core('a2', '1', { severity: 'warning', zone: 'b' })])]).toEqual([
    ['a1', 'cpu=0'],
    ['a2', 'cpu=1 zone=b'],
  ]);
});

test('what the title says is not said again, and one that stands alone needs nothing', () => {
  const onHost = (id: string, instance: string) => alertWith({ id, labels: { alertname: 'Disk full', instance } });
  expect([...labelsApart([onHost('a1', 'web-1'), onHost('a2', 'web-2'), core('a3', '0'), core('a3', '0')]).values()]).toEqual(['', '', '']);
});

test('of many labels the first three are named', () => {
  const many = (id: string, value: string) => alertWith({ id, labels: Object.fromEntries(['d', 'c', 'b', 'a'].map((label) => [label, value])) });
  expect(labelsApart([many('a1', '1'), many('a2', '2')]).get('a2')).toBe('a=2 b=2 c=2');
});
