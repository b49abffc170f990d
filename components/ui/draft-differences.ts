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
  const found: Difference[] = [];
  compare('', mine, theirs, (path, its, stored) => found.push({ name: names[path] ?? spelled(path), mine: textOf(its), theirs: textOf(stored) }));
  return found.slice(0, most);
}

function compare(path: string, mine: unknown, theirs: unknown, tell: (path: string, mine: unknown, theirs: unknown) => void): void {
  if (JSON.stringify(mine) === JSON.stringify(theirs)) return;
  if (!isPlain(mine) || !isPlain(theirs)) return tell(path, mine, theirs);
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine)])) compare(path === '' ? key : `${path}.${key}`, mine[key], theirs[key], tell);
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
