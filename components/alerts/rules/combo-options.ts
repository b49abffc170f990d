export interface ComboOption {
  value: string;
  /** Stands beside it. */
  note?: string;
  /** Stands below it. */
  detail?: string;
}

const shownAtOnce = 50;

/** The options that have every word in their value or detail; those that begin with the first word come first, then those that have it in the value. */
export function matchingOptions(options: readonly ComboOption[], text: string): { shown: readonly ComboOption[]; total: number } {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const [first] = words;
  if (first === undefined) return { shown: options.slice(0, shownAtOnce), total: options.length };
  const found = options.flatMap((option) => {
    const value = option.value.toLowerCase();
    const detail = option.detail?.toLowerCase() ?? '';
    if (!words.every((word) => value.includes(word) || detail.includes(word))) return [];
    return [{ option, rank: value.startsWith(first) ? 0 : value.includes(first) ? 1 : 2 }];
  });
  found.sort((a, b) => a.rank - b.rank);
  return { shown: found.slice(0, shownAtOnce).map(({ option }) => option), total: found.length };
}
