import { Field } from '@/components/ui/field';
import { defaultLimits, leastLimits, mostLimits, type LimitKind } from '@/lib/settings/limit-settings';
import { limitFields, type LimitsDraft } from './limits-draft';
import { limitWords } from './limit-words';

type Fields = LimitsDraft['kinds'][LimitKind];

interface LimitFieldsProps {
  kind: LimitKind;
  fields: Fields;
  errorOf: (field: keyof Fields) => string | undefined;
  onChange: (fields: Fields) => void;
}

const labels = { perSecond: 'Requests a second', burst: 'Requests at once' } as const;

/** One limit: how many go on for ever, and how many at once after a quiet while. */
export function LimitFields({ kind, fields, errorOf, onChange }: LimitFieldsProps) {
  const { title, about } = limitWords[kind];
  return (
    <fieldset className="flex min-w-0 flex-col gap-2 border-t pt-4">
      <legend className="sr-only">{title}</legend>
      <div>
        <h3 aria-hidden className="text-sm font-medium">
          {title}
        </h3>
        <p className="text-xs text-muted">{about}</p>
      </div>
      <div className="grid min-w-0 grid-cols-1 gap-3 sm:grid-cols-2">
        {limitFields.map((field) => (
          <Field
            key={field}
            label={labels[field]}
            inputMode="decimal"
            autoComplete="off"
            value={fields[field]}
            error={errorOf(field)}
            hint={`${leastLimits[kind][field].toLocaleString('en')} to ${mostLimits[field].toLocaleString('en')}; ${defaultLimits[kind][field].toLocaleString('en')} unless changed.`}
            onChange={(event) => onChange({ ...fields, [field]: event.target.value })}
          />
        ))}
      </div>
    </fieldset>
  );
}
