import { retentionFields, type RetentionField } from '@/lib/settings/api';
import { RetentionSettings } from '@/lib/settings/retention-settings';

/** What is typed: days, and gigabytes for the budget; empty is the default. */
export type RetentionDraft = Record<RetentionField, string>;

export const fieldLabels: Record<RetentionField, string> = { rawDays: 'Samples', fiveMinuteDays: '5-minute roll-ups', hourDays: 'Hourly roll-ups', diskBudgetBytes: 'Disk budget' };
const gigabyte = 1e9;

export function draftOf(settings: RetentionSettings): RetentionDraft {
  const { rawDays, fiveMinuteDays, hourDays, diskBudgetBytes } = settings;
  const text = (value: number | null) => (value === null ? '' : String(value));
  return { rawDays: text(rawDays), fiveMinuteDays: text(fiveMinuteDays), hourDays: text(hourDays), diskBudgetBytes: diskBudgetBytes === null ? '' : String(diskBudgetBytes / gigabyte) };
}

/** The settings, and what is wrong by field; a field that is wrong counts as empty. */
export function readRetentionDraft(draft: RetentionDraft): { settings: RetentionSettings; faults: Partial<Record<RetentionField, string>> } {
  const faults: Partial<Record<RetentionField, string>> = {};
  const values: Partial<Record<RetentionField, number | null>> = {};
  for (const field of retentionFields) {
    const text = draft[field].trim();
    const number = /^\d{1,9}(?:\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
    const value = text === '' ? null : field === 'diskBudgetBytes' ? Math.round(number * gigabyte) : number;
    const parsed = RetentionSettings.shape[field].safeParse(value);
    if (parsed.success) values[field] = value;
    else faults[field] = Number.isNaN(number) ? 'Write a number.' : (parsed.error.issues[0]?.message ?? 'This cannot be used.');
  }
  return { settings: RetentionSettings.parse(values), faults };
}

/** Where two forms differ, in words. */
export function retentionDifferences(mine: RetentionDraft, theirs: RetentionDraft): { name: string; mine: string; theirs: string }[] {
  const words = (field: RetentionField, text: string) => (text.trim() === '' ? 'default' : `${text.trim()} ${field === 'diskBudgetBytes' ? 'GB' : 'days'}`);
  return retentionFields.flatMap((field) => {
    const [own, other] = [words(field, mine[field]), words(field, theirs[field])];
    return own === other ? [] : [{ name: fieldLabels[field], mine: own, theirs: other }];
  });
}
