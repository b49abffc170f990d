import { differingFields } from '@/lib/differing-fields';

interface Difference {
  name: string;
  theirs: string;
  mine: string;
}

const longest = 500;
const most = 50;

/**
 * Where two states of a form differ, field by field; lists are shown whole. `names` says how fields are called, by their paths (`values.settings.url`); of any other the path is spelled out.
 */
export function draftDifferences(mine: object, theirs: object, names: Readonly<Record<string, string>> = {}): Difference[] {
  return differingFields(mine, theirs, most).map(({ path, ...side }) => ({ name: names[path] ?? spelled(path), mine: textOf(side.mine), theirs: textOf(side.theirs) }));
}

/** `isEnabled` is "Enabled", `settings.shownDays` is "Shown days". */
function spelled(path: string): string {
  const words = path.slice(path.lastIndexOf('.') + 1).replace(/^(?:is|has)(?=[A-Z])/, '').replaceAll(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function textOf(value: unknown): string {
  const text = wordsOf(value);
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}

function wordsOf(value: unknown): string {
  if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)) return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(wordsOf).join(', ');
  return Object.values(value).map(wordsOf).join(' ');
}
