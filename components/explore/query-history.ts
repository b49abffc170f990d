const key = 'nines-explore-history';
const kept = 20;
const longest = 4_000;

/** The expressions run last in this browser, newest first. A browser that keeps nothing has an empty history. */
export function readHistory(): string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(found) ? found.filter((each) => typeof each === 'string').slice(0, kept) : [];
  } catch {
    return [];
  }
}

/** Puts expressions at the head of the history, each once. */
export function rememberQueries(exprs: readonly string[]): void {
  const fresh = exprs.filter((expr) => expr.trim() !== '' && expr.length <= longest);
  const all = [...new Set([...fresh, ...readHistory()])].slice(0, kept);
  write(all);
}

export function clearHistory(): void {
  write([]);
}

function write(all: readonly string[]): void {
  try {
    localStorage.setItem(key, JSON.stringify(all));
  } catch {
    // Storage is full or forbidden: the history is a convenience.
  }
}
