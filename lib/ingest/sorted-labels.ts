import { labelSetOf, type LabelSet } from '@/lib/metrics/labels';
import { DecodeError } from './decode-error';

/** Senders sort labels; where one did not, they are sorted here. Throws DecodeError for a name that is there twice. */
export function sortedLabels(pairs: readonly [string, string][]): LabelSet {
  const set: string[] = [];
  let before = '';
  for (const [name, value] of pairs) {
    if (name <= before || value === '') return sortAgain(pairs);
    set.push(name, value);
    before = name;
  }
  return set;
}

function sortAgain(pairs: readonly [string, string][]): LabelSet {
  try {
    return labelSetOf(pairs);
  } catch (error) {
    throw new DecodeError(error instanceof RangeError ? error.message : String(error));
  }
}
