import { issueAt } from '@/components/alerts/notify/form-issues';
import { Field } from '@/components/ui/field';
import { Segmented } from '@/components/ui/segmented';
import { SelectField } from '@/components/ui/select-field';
import { formatExact } from './figures';
import { targetPresets, windowOf, type WindowName } from './objective-draft';
import { latencyTargets } from './objective-draft-beside';
import { allowedMs } from './objective-words';
import type { ObjectiveFieldsProps } from './sli-fields';

const windows: readonly { value: WindowName; label: string }[] = [
  { value: 'rolling-7', label: 'Last 7 days' },
  { value: 'rolling-28', label: 'Last 28 days' },
  { value: 'rolling-30', label: 'Last 30 days' },
  { value: 'rolling-90', label: 'Last 90 days' },
  { value: 'month', label: 'Calendar month' },
  { value: 'quarter', label: 'Calendar quarter' },
];
const presets = (values: readonly string[]) => values.map((value) => ({ value, label: `${value} %` }));

/** The target and its window, with what they allow in words. */
export function TargetFields({ draft, issues, onChange }: ObjectiveFieldsProps) {
  const target = draft.target.trim();
  const usual = presets(draft.kind === 'latency' ? latencyTargets : targetPresets);
  const allowed = allowedMs(target, windowOf(draft.window));
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-2">
          <Field label="Target (%)" inputMode="decimal" autoComplete="off" value={draft.target} error={issueAt(issues, 'target')} onChange={(event) => onChange({ target: event.target.value })} />
          <Segmented label="Usual targets" options={usual} value={usual.find(({ value }) => value === target)?.value ?? null} onChange={(value) => onChange({ target: value })} className="sm:self-start" />
        </div>
        <SelectField label="Window" options={windows} value={draft.window} onChange={(window) => onChange({ window })} />
      </div>
      <p role="status" className="rounded-base bg-sunken px-3 py-2 text-sm">
        {allowed === null ? 'What the target allows is told here.' : draft.kind === 'checks' ? `${target} % allows ${formatExact(allowed)} of downtime in ${lengthWords(draft.window)}.` : `${target} % allows 1 in ${oneIn(target)} ${draft.kind === 'latency' ? 'results to be slow or to fail' : 'events to be bad'}.`}
      </p>
    </div>
  );
}

function lengthWords(name: WindowName): string {
  const window = windowOf(name);
  if (window.kind === 'rolling') return `any ${window.days} days`;
  return window.unit === 'month' ? 'a month of 30 days' : 'a quarter of 91 days';
}

/** `1,000` of 99.9. */
function oneIn(target: string): string {
  return Number((100 / (100 - Number(target))).toPrecision(3)).toLocaleString('en');
}
