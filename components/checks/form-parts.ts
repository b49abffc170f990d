import type { ChannelField } from '@/components/alerts/notify/channel-fields';
import { isFieldShown } from './check-draft';

interface FormParts {
  /** What the kind cannot do without. */
  target: ChannelField[];
  /** Beside the name, where the kind has few fields. */
  short: ChannelField[];
  long: ChannelField[];
  /** The same, folded where the kind has many: its defaults are good. */
  expected: ChannelField[];
  /** What few need. */
  folded: ChannelField[];
}

const mostOpen = 4;

/** Where each field that means something stands in the form. */
export function partsOfForm(fields: readonly ChannelField[], values: Readonly<Record<string, string>>): FormParts {
  const hasManySecrets = fields.filter(({ part }) => part === 'secrets').length > 1;
  const isFolded = ({ isAdvanced, part, isRequired }: ChannelField) => isAdvanced || (part === 'secrets' && !isRequired && hasManySecrets);
  const isTarget = ({ isRequired, part }: ChannelField) => isRequired && part === 'settings';
  const shown = fields.filter((field) => isFieldShown(field, values));
  const open = fields.filter((field) => !isFolded(field) && !isTarget(field) && field.part === 'settings');
  const rest = shown.filter((field) => !isFolded(field) && !isTarget(field));
  // By all that there are, so that a choice does not move the others.
  const isMany = open.length > mostOpen;
  const beside = rest.filter(({ part }) => part === 'secrets' || !isMany);
  return {
    target: shown.filter((field) => isTarget(field) && !isFolded(field)),
    short: beside.filter(isShort), long: beside.filter((field) => !isShort(field)),
    expected: isMany ? rest.filter(({ part }) => part === 'settings') : [],
    folded: shown.filter(isFolded),
  };
}

/** Whether a field is narrow enough to stand beside another. */
export function isShort({ kind, part }: ChannelField): boolean {
  return part === 'secrets' || kind === 'text' || kind === 'number' || kind === 'choice';
}

/** What is set in a folded part, in few words: `GET, 200-299`. */
export function summaryOf(fields: readonly ChannelField[], values: Readonly<Record<string, string>>): string {
  return fields.flatMap(({ path, kind }) => (values[path] && kind !== 'check' ? [values[path].replace(/\s+/g, ' ').slice(0, 40)] : [])).join(', ');
}
