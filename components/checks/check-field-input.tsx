import { ChannelFieldInput } from '@/components/alerts/notify/channel-field-input';
import type { ChannelField } from '@/components/alerts/notify/channel-fields';
import { TextArea } from '@/components/ui/text-area';

interface CheckFieldInputProps {
  field: ChannelField;
  value: string;
  isSet: boolean;
  isRemoved: boolean;
  error: string | undefined;
  onChange: (value: string) => void;
  onRemove: (isRemoved: boolean) => void;
}

/** One field of a check, as its schema describes it. A secret of several lines cannot be hidden behind dots. */
export function CheckFieldInput(props: CheckFieldInputProps) {
  const { field, value, isSet, isRemoved, error, onChange } = props;
  // The schemas say themselves what stands on a line.
  if (field.kind === 'lines' && /a line/.test(field.hint)) {
    return <TextArea label={`${field.title}${field.isRequired || field.isAdvanced ? '' : ' (optional)'}`} rows={2} value={value} placeholder={field.placeholder} hint={`${field.hint}.`} error={error} onChange={(event) => onChange(event.target.value)} />;
  }
  if (field.part !== 'secrets' || field.kind !== 'long') return <ChannelFieldInput {...props} />;
  const told = isRemoved ? 'It is taken away when you save.' : isSet ? 'Set; leave empty to keep it.' : '';
  return (
    <TextArea
      label={`${field.title} (optional)`}
      rows={2}
      value={value}
      placeholder={isSet && !isRemoved ? 'Set' : field.placeholder}
      hint={[told, field.hint].filter(Boolean).join(' ')}
      error={error}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
