interface DifferingField {
  /** With dots between the names: `stream.kind`. */
  path: string;
  mine: unknown;
  theirs: unknown;
}

/** Where two states differ, field by field down to the lists, which are compared whole; at most as many as are asked for. */
export function differingFields(mine: object, theirs: object, most: number): DifferingField[] {
  const found: DifferingField[] = [];
  compare('', mine, theirs, found, most);
  return found;
}

function compare(path: string, mine: unknown, theirs: unknown, found: DifferingField[], most: number): void {
  if (found.length >= most || JSON.stringify(mine) === JSON.stringify(theirs)) return;
  if (!isPlain(mine) || !isPlain(theirs)) return void found.push({ path, mine, theirs });
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine)])) compare(path === '' ? key : `${path}.${key}`, mine[key], theirs[key], found, most);
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
