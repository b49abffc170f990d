import { expect, test } from 'vitest';
import { viewThresholds } from '@/lib/alerts/rules/thresholds';
import { isChanged, isDefault, readThresholdDraft, textOf, thresholdDifferences, type ThresholdDraft } from './threshold-draft';

const stored = viewThresholds({ cpu: { warning: 70, critical: 90 } });
const cpu = stored.find(({ key }) => key === 'cpu');

test.each<[string, ThresholdDraft, ReturnType<typeof readThresholdDraft>, boolean]>([
  ['nothing typed keeps what is stored', {}, { thresholds: { cpu: { warning: 70, critical: 90 } }, issues: {} }, false],
  ['back at its default is no override', { cpu: { warning: '80', critical: '95' } }, { thresholds: {}, issues: {} }, true],
  ['another one is added', { memory: { warning: '60', critical: '7e1' } }, { thresholds: { cpu: { warning: 70, critical: 90 }, memory: { warning: 60, critical: 70 } }, issues: {} }, true],
  ['what is no number is told', { disk: { warning: '', critical: '90' } }, { thresholds: { cpu: { warning: 70, critical: 90 } }, issues: { disk: 'Write a number for both, such as 80 or 0.5.' } }, true],
])('%s', (_, draft, read, changed) => {
  expect(readThresholdDraft(stored, draft)).toEqual(read);
  expect(isChanged(stored, draft)).toBe(changed);
});

test('a row tells whether it is at its default', () => {
  if (!cpu) throw new Error('There is no threshold of the CPU.');
  expect(isDefault(cpu, textOf(cpu, {}))).toBe(false);
  expect(isDefault(cpu, { warning: '80.0', critical: '95' })).toBe(true);
});

test('both sides of a conflict are told in words', () => {
  expect(thresholdDifferences(stored, { cpu: { warning: '75', critical: '' }, memory: { warning: '80', critical: '95' } })).toEqual([{ name: cpu?.title, mine: 'warning 75, critical empty', theirs: 'warning 70, critical 90' }]);
});
