import { Undo2, X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Check } from '@/components/ui/check';
import { Field } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select-field';
import { TextArea } from '@/components/ui/text-area';
import type { ChannelField } from './channel-fields';

interface ChannelFieldInputProps {
  field: ChannelField;
  value: string;
  /** Of a secret: whether one is stored. */
  isSet: boolean;
  isRemoved: boolean;
  error: string | undefined;
  onChange: (value: string) => void;
  onRemove: (isRemoved: boolean) => void;
}

/** How people write what the schemas call by short names. */
const choiceWords: Record<string, string> = { starttls: 'STARTTLS', tls: 'TLS', none: 'None', us: 'United States', eu: 'European Union' };

/** One field of a channel, as its schema describes it. */
export function ChannelFieldInput({ field, value, isSet, isRemoved, error, onChange, onRemove }: ChannelFieldInputProps) {
  const { title, hint, placeholder, kind, isRequired } = field;
  const label = isRequired || field.isAdvanced || kind === 'check' || kind === 'choice' ? title : field.initial === '' ? `${title} (optional)` : title;
  if (field.part === 'secrets') return <SecretInput {...{ field, value, isSet, isRemoved, error, onChange, onRemove }} label={label} />;
  switch (kind) {
    case 'choice':
      return (
        <div className="flex min-w-0 flex-col gap-1">
          <SelectField label={label} options={field.options.map((option) => ({ value: option, label: choiceWords[option] ?? option }))} value={value} onChange={onChange} />
          {error ? <p className="text-xs text-critical">{error}</p> : null}
          {hint ? <p className="text-xs text-muted">{hint}</p> : null}
        </div>
      );
    case 'check':
      return <Check label={label} hint={hint} checked={value === 'true'} onChange={(event) => onChange(String(event.target.checked))} />;
    case 'long':
    case 'lines':
    case 'pairs':
      return (
        <TextArea
          label={label}
          value={value}
          rows={kind === 'long' ? 5 : 2}
          placeholder={kind === 'pairs' ? 'Name: value' : placeholder}
          hint={[hint, kind === 'lines' ? 'One a line.' : kind === 'pairs' ? 'One a line, as Name: value.' : ''].filter(Boolean).join('. ').replace('..', '.')}
          error={error}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'text':
    case 'number':
      return (
        <Field
          label={label}
          value={value}
          inputMode={kind === 'number' ? 'numeric' : undefined}
          placeholder={placeholder}
          autoComplete="off"
          spellCheck={false}
          hint={hint}
          error={error}
          onChange={(event) => onChange(event.target.value)}
        />
      );
  }
}

type SecretInputProps = ChannelFieldInputProps & { label: string };

/** A secret is written and never read: what is stored stays while the field is empty. */
function SecretInput({ field: { title, hint, placeholder, isRequired }, label, value, isSet, isRemoved, error, onChange, onRemove }: SecretInputProps) {
  const told = isRemoved ? 'It is taken away when you save.' : isSet ? 'Set; leave empty to keep it.' : '';
  return (
    <Field
      label={label}
      type="password"
      value={value}
      placeholder={isSet && !isRemoved ? 'Set' : placeholder}
      autoComplete="new-password"
      hint={[told, hint].filter(Boolean).join(' ')}
      error={error}
      onChange={(event) => onChange(event.target.value)}
      adornment={
        isSet && !isRequired ? (
          <Button look="quiet" size="icon" className="sm:size-11" aria-label={isRemoved ? `Keep ${title}` : `Take ${title} away`} title={isRemoved ? 'Keep it' : 'Take it away'} onClick={() => onRemove(!isRemoved)}>
            {isRemoved ? <Undo2 aria-hidden className="size-4" /> : <X aria-hidden className="size-4" />}
          </Button>
        ) : undefined
      }
    />
  );
}
