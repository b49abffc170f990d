import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { issueAt } from '@/components/alerts/notify/form-issues';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select-field';
import type { FieldIssue } from '@/lib/errors';
import { workingHours, type LayerDraft, type RestrictionDraft } from './schedule-draft';

export interface PersonChoice {
  id: string;
  name: string;
}

interface LayerFieldsProps {
  layer: LayerDraft;
  index: number;
  path: string;
  issues: readonly FieldIssue[];
  people: readonly PersonChoice[];
  isOnly: boolean;
  onChange: (change: Partial<LayerDraft>) => void;
  onRemove: () => void;
}

const units = [
  { value: 'hours', label: 'hours' },
  { value: 'days', label: 'days' },
  { value: 'weeks', label: 'weeks' },
] as const;

/** People who take turns, how long a turn is, and when the layer is on call. */
export function LayerFields({ layer, index, path, issues, people, isOnly, onChange, onRemove }: LayerFieldsProps) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-4 rounded-base border bg-surface p-4">
      <legend className="sr-only">Layer {index + 1}</legend>
      <div className="flex items-end gap-2">
        <Field label={`Name of layer ${index + 1}`} className="flex-1" value={layer.name} maxLength={200} autoComplete="off" error={issueAt(issues, `${path}.name`)} onChange={(event) => onChange({ name: event.target.value })} />
        {isOnly ? null : (
          <Button look="quiet" size="icon" className="sm:size-11" aria-label={`Remove layer ${index + 1}`} onClick={onRemove}>
            <X aria-hidden className="size-4" />
          </Button>
        )}
      </div>
      <Participants layer={layer} index={index} people={people} error={issueAt(issues, `${path}.participants`)} onChange={(participants) => onChange({ participants })} />
      <div className="grid min-w-0 grid-cols-2 items-start gap-4 sm:grid-cols-4">
        <Field label="A turn lasts" inputMode="numeric" value={layer.turnLength} autoComplete="off" error={issueAt(issues, `${path}.turn`)} onChange={(event) => onChange({ turnLength: event.target.value })} />
        <SelectField label="Unit" options={units} value={layer.turnUnit} onChange={(turnUnit) => onChange({ turnUnit })} />
        <Field label="First day" type="date" value={layer.startDate} error={issueAt(issues, `${path}.startsAt`)} onChange={(event) => onChange({ startDate: event.target.value })} />
        <Field label="Hand-over at" type="time" value={layer.handOver} onChange={(event) => onChange({ handOver: event.target.value })} />
      </div>
      <Restrictions restrictions={layer.restrictions} path={path} issues={issues} onChange={(restrictions) => onChange({ restrictions })} />
    </fieldset>
  );
}

interface ParticipantsProps {
  layer: LayerDraft;
  index: number;
  people: readonly PersonChoice[];
  error: string | undefined;
  onChange: (participants: string[]) => void;
}

function Participants({ layer: { participants }, index, people, error, onChange }: ParticipantsProps) {
  const nameOf = (id: string) => people.find((person) => person.id === id)?.name ?? 'Somebody who left or is deactivated';
  const swap = (at: number, by: -1 | 1) => {
    const next = [...participants];
    const [one, other] = [next[at], next[at + by]];
    if (one === undefined || other === undefined) return;
    next[at] = other;
    next[at + by] = one;
    onChange(next);
  };
  const left = people.filter(({ id }) => !participants.includes(id));
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <span className="text-sm font-medium">People, in the order of their turns</span>
      <ol className="flex flex-col gap-1">
        {participants.map((id, at) => (
          <li key={`${id} ${at}`} className="flex min-w-0 items-center gap-1 rounded-base bg-sunken pl-3">
            <span className="min-w-0 flex-1 truncate text-sm">
              {at + 1}. {nameOf(id)}
            </span>
            <Button look="quiet" size="icon" aria-label={`Move ${nameOf(id)} up`} disabled={at === 0} onClick={() => swap(at, -1)}>
              <ArrowUp aria-hidden className="size-4" />
            </Button>
            <Button look="quiet" size="icon" aria-label={`Move ${nameOf(id)} down`} disabled={at === participants.length - 1} onClick={() => swap(at, 1)}>
              <ArrowDown aria-hidden className="size-4" />
            </Button>
            <Button look="quiet" size="icon" aria-label={`Remove ${nameOf(id)}`} onClick={() => onChange(participants.filter((_, other) => other !== at))}>
              <X aria-hidden className="size-4" />
            </Button>
          </li>
        ))}
      </ol>
      {left.length > 0 ? (
        <select
          aria-label={`Add a person to layer ${index + 1}`}
          aria-invalid={error ? true : undefined}
          value=""
          onChange={(event) => onChange([...participants, event.target.value])}
          className="h-11 w-full min-w-0 rounded-base border border-line-strong bg-surface px-3 text-base sm:max-w-72 sm:text-sm"
        >
          <option value="">Add a person</option>
          {left.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      ) : null}
      {error ? <p className="text-xs text-critical">{error}</p> : null}
    </div>
  );
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

interface RestrictionsProps {
  restrictions: readonly RestrictionDraft[];
  path: string;
  issues: readonly FieldIssue[];
  onChange: (restrictions: RestrictionDraft[]) => void;
}

function Restrictions({ restrictions, path, issues, onChange }: RestrictionsProps) {
  const set = (at: number, change: Partial<RestrictionDraft>) => onChange(restrictions.map((each, index) => (index === at ? { ...each, ...change } : each)));
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <p className="text-sm">
        <span className="font-medium">On call </span>
        {restrictions.length === 0 ? 'at all times' : 'only at these times'}
      </p>
      {restrictions.map((restriction, at) => (
        <div key={at} role="group" aria-label={`Time ${at + 1}`} className="flex min-w-0 flex-col gap-2">
          <div className="grid grid-cols-7 gap-1 sm:max-w-96">
            {weekdays.map((day, index) => {
              const isOn = restriction.weekdays.includes(index + 1);
              return (
                <button
                  key={day}
                  type="button"
                  aria-pressed={isOn}
                  onClick={() => set(at, { weekdays: isOn ? restriction.weekdays.filter((each) => each !== index + 1) : [...restriction.weekdays, index + 1].sort() })}
                  className="h-11 min-w-0 rounded-base border text-xs aria-pressed:border-ink aria-pressed:bg-ink aria-pressed:text-inverse sm:h-9"
                >
                  {day}
                </button>
              );
            })}
          </div>
          <div className="flex items-end gap-2 sm:max-w-96">
            <Field label="From" type="time" className="flex-1" value={restriction.from} onChange={(event) => set(at, { from: event.target.value })} />
            <Field label="To" type="time" className="flex-1" value={restriction.to} onChange={(event) => set(at, { to: event.target.value })} />
            <Button look="quiet" size="icon" className="sm:size-11" aria-label={`Remove time ${at + 1}`} onClick={() => onChange(restrictions.filter((_, index) => index !== at))}>
              <X aria-hidden className="size-4" />
            </Button>
          </div>
          {restriction.to <= restriction.from ? <p className="text-xs text-muted">It ends on the next day.</p> : null}
          {issueAt(issues, `${path}.restrictions.${at}`) ? <p data-fault tabIndex={-1} className="text-xs text-critical">{issueAt(issues, `${path}.restrictions.${at}`)}</p> : null}
        </div>
      ))}
      <Button look="quiet" className="-ml-3 self-start" onClick={() => onChange([...restrictions, workingHours])}>
        <Plus aria-hidden className="size-4" />
        {restrictions.length === 0 ? 'Only at certain times' : 'Add another time'}
      </Button>
    </div>
  );
}
