/** What a key asks for on the list and on an alert's page. */
export type KeyAction = 'next' | 'previous' | 'select' | 'acknowledge' | 'resolve' | 'silence' | 'declare' | 'search' | 'clear';

interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

const actions: Readonly<Record<string, KeyAction>> = {
  j: 'next', k: 'previous', x: 'select', X: 'select', a: 'acknowledge', r: 'resolve', s: 'silence', c: 'declare', '/': 'search', Escape: 'clear',
};

/** The action of a key; null for keys that are not the list's, and for those with Ctrl, Alt or Meta. */
export function actionOf({ key, ctrlKey, metaKey, altKey }: KeyPress): KeyAction | null {
  if (ctrlKey || metaKey || altKey) return null;
  return Object.hasOwn(actions, key) ? (actions[key] ?? null) : null;
}

/** The row that the cursor goes to. Without a cursor, or with one on a row that is gone, it starts at the end it comes from. */
export function moveCursor(order: readonly string[], cursor: string | null, by: 1 | -1): string | null {
  const at = cursor === null ? -1 : order.indexOf(cursor);
  if (at === -1) return (by === 1 ? order[0] : order.at(-1)) ?? null;
  return order[Math.min(order.length - 1, Math.max(0, at + by))] ?? null;
}
