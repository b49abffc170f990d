import { issueOf } from '@/components/scrape/issue-lookup';
import { Columns } from '@/components/scrape/job-form-parts';
import { Field } from '@/components/ui/field';
import { Segmented } from '@/components/ui/segmented';
import { SelectField } from '@/components/ui/select-field';
import type { FieldIssue } from '@/lib/errors';
import { weekdayNames } from './recurrence-words';
import type { WindowDraft } from './window-draft';

interface WhenFieldsProps {
  draft: WindowDraft;
  issues: readonly FieldIssue[];
  onChange: (change: Partial<WindowDraft>) => void;
}

interface Choice extends WhenFieldsProps {
  /** Otherwise it opens once. */
  canRepeat: boolean;
}

const kinds = [
  { value: 'once', label: 'Once' },
  { value: 'recurring', label: 'Again and again' },
] as const;
const repeats = [
  { value: 'daily', label: 'Every day, or every few' },
  { value: 'weekly', label: 'On days of the week' },
  { value: 'monthly', label: 'On a day of the month' },
  { value: 'monthly_weekday', label: 'On a weekday of the month' },
] as const;
const days = [...Array.from({ length: 31 }, (_, index) => ({ value: String(index + 1), label: `Day ${index + 1}` })), { value: 'last', label: 'The last day' }];
const weeks = ['First', 'Second', 'Third', 'Fourth'].map((label, index) => ({ value: String(index + 1), label })).concat({ value: 'last', label: 'Last' });
const weekdays = weekdayNames.map((label, index) => ({ value: String(index + 1), label }));

/** When a window opens and for how long. */
export function WhenFields({ draft, issues, canRepeat, onChange }: Choice) {
  return (
    <div className="flex flex-col gap-4">
      {canRepeat || draft.kind === 'recurring' ? <Segmented label="How often" options={kinds} value={draft.kind} onChange={(kind) => onChange({ kind })} className="self-start max-sm:w-full" /> : null}
      {draft.kind === 'once' ? (
        <Columns>
          <Field label="Begins" type="datetime-local" value={draft.startsAt} error={issueOf(issues, 'schedule.startsAt')} onChange={(event) => onChange({ startsAt: event.target.value })} />
          <Field label="Ends" type="datetime-local" value={draft.endsAt} error={issueOf(issues, 'schedule.endsAt')} onChange={(event) => onChange({ endsAt: event.target.value })} />
        </Columns>
      ) : (
        <>
          <SelectField label="Opens" value={draft.repeat} options={repeats} onChange={(repeat) => onChange({ repeat })} />
          <RecurrenceFields draft={draft} issues={issues} onChange={onChange} />
          <Columns>
            <Field label="At" type="time" value={draft.time} error={issueOf(issues, 'schedule.time')} onChange={(event) => onChange({ time: event.target.value })} />
            <Field label="For" autoComplete="off" value={draft.duration} error={issueOf(issues, 'schedule.durationMinutes')} hint="Such as 2h or 90m." onChange={(event) => onChange({ duration: event.target.value })} />
            <Field label="Time zone" autoComplete="off" value={draft.timeZone} error={issueOf(issues, 'schedule.timeZone')} hint="Such as Europe/Berlin." onChange={(event) => onChange({ timeZone: event.target.value })} />
            <Field label="From" type="date" value={draft.startDate} error={issueOf(issues, 'schedule.startDate')} onChange={(event) => onChange({ startDate: event.target.value })} />
            <Field label="Until" type="date" value={draft.endDate} error={issueOf(issues, 'schedule.endDate')} hint="Empty: for good." onChange={(event) => onChange({ endDate: event.target.value })} />
          </Columns>
        </>
      )}
    </div>
  );
}

function RecurrenceFields({ draft, issues, onChange }: WhenFieldsProps) {
  const error = issueOf(issues, 'schedule.recurrence');
  switch (draft.repeat) {
    case 'daily':
      return (
        <Columns>
          <Field label="Every how many days" inputMode="numeric" autoComplete="off" value={draft.every} error={error} onChange={(event) => onChange({ every: event.target.value })} />
        </Columns>
      );
    case 'weekly':
      return (
        <>
          <Weekdays chosen={draft.weekdays} onChange={(chosen) => onChange({ weekdays: chosen })} />
          <Columns>
            <Field label="Every how many weeks" inputMode="numeric" autoComplete="off" value={draft.every} error={error} onChange={(event) => onChange({ every: event.target.value })} />
          </Columns>
        </>
      );
    case 'monthly':
      return (
        <Columns>
          <SelectField label="Day" value={draft.day} options={days} onChange={(day) => onChange({ day })} />
        </Columns>
      );
    case 'monthly_weekday':
      return (
        <Columns>
          <SelectField label="Which one" value={draft.week} options={weeks} onChange={(week) => onChange({ week })} />
          <SelectField label="Weekday" value={String(draft.weekday)} options={weekdays} onChange={(weekday) => onChange({ weekday: Number(weekday) })} />
        </Columns>
      );
  }
}

function Weekdays({ chosen, onChange }: { chosen: readonly number[]; onChange: (chosen: number[]) => void }) {
  return (
    <div role="group" aria-label="Days of the week" className="grid grid-cols-4 gap-2 sm:grid-cols-7">
      {weekdayNames.map((name, index) => {
        const day = index + 1;
        const isChosen = chosen.includes(day);
        return (
          <button
            key={name}
            type="button"
            aria-pressed={isChosen}
            onClick={() => onChange(isChosen ? chosen.filter((each) => each !== day) : [...chosen, day])}
            className="h-11 rounded-base border border-line-strong text-sm hover:bg-sunken aria-pressed:border-ink aria-pressed:bg-ink aria-pressed:text-inverse sm:h-9"
          >
            {name.slice(0, 3)}
            <span className="sr-only">{name.slice(3)}</span>
          </button>
        );
      })}
    </div>
  );
}
