import { describe, expect, it } from 'vitest';
import { draftOf, readRetentionDraft, retentionDifferences } from './retention-draft';

const empty = { rawDays: '', fiveMinuteDays: '', hourDays: '', diskBudgetBytes: '' };

describe('readRetentionDraft', () => {
  it('empty fields are the defaults', () => expect(readRetentionDraft(empty)).toEqual({ settings: { rawDays: null, fiveMinuteDays: null, hourDays: null, diskBudgetBytes: null }, faults: {} }));
  it('a budget is typed in gigabytes and stored in bytes', () => {
    const { settings } = readRetentionDraft({ ...empty, diskBudgetBytes: '0.5' });
    expect(settings.diskBudgetBytes).toBe(500_000_000);
    expect(draftOf(settings).diskBudgetBytes).toBe('0.5');
  });
  it.each([
    ['rawDays', '0', 'At least 1 day.'],
    ['rawDays', '1.5', 'Write a whole number of days.'],
    ['rawDays', 'a week', 'Write a number.'],
    ['rawDays', '-3', 'Write a number.'],
    ['hourDays', '1', 'At least 2 days.'],
    ['hourDays', '99999', 'At most 36500 days.'],
    ['diskBudgetBytes', '0.01', 'At least 0.1 GB.'],
  ] as const)('%s refuses %s: %s', (field, text, fault) => expect(readRetentionDraft({ ...empty, [field]: text }).faults).toEqual({ [field]: fault }));
});

it('tells both sides of a conflict in words', () => {
  expect(retentionDifferences({ ...empty, rawDays: '7' }, { ...empty, diskBudgetBytes: '20' })).toEqual([
    { name: 'Samples', mine: '7 days', theirs: 'default' },
    { name: 'Disk budget', mine: 'default', theirs: '20 GB' },
  ]);
});
