import { labelSetOf, type LabelSet } from '@/lib/metrics/labels';
import { DecodeError } from './decode-error';

/**
 * The label set of a flat list of names and values, the list itself when it is one already: senders sort labels. Where one did not, they are
 * sorted here. Throws DecodeError for a name that is there twice.
 */
export function sortedLabels(flat: readonly string[]): LabelSet {
  let before = '';
  for (let index = 0; index < flat.length; index += 2) {
    const name = flat[index] ?? '';
    if (name <= before || flat[index + 1] === '') return sortAgain(flat);
    before = name;
  }
  return flat;
}

function sortAgain(flat: readonly string[]): LabelSet {
  const pairs: [string, string][] = [];
  for (let index = 0; index < flat.length; index += 2) pairs.push([flat[index] ?? '', flat[index + 1] ?? '']);
  try {
    return labelSetOf(pairs);
  } catch (error) {
    throw new DecodeError(error instanceof RangeError ? error.message : String(error));
  }
}
