import { windowOf, type ObjectiveDraft } from './objective-draft';
import { countingWords, windowWords } from './objective-words';

interface Difference {
  name: string;
  mine: string;
  theirs: string;
}

const shown: readonly [string, (draft: ObjectiveDraft) => string][] = [
  ['Name', ({ name }) => name ?? ''],
  ['Service', ({ serviceId }) => serviceId],
  ['Measured by', sliText],
  ['Target', ({ target }) => `${target.trim()} %`],
  ['Window', ({ window }) => windowWords(windowOf(window))],
  ['Counting', ({ counting }) => countingWords(counting)],
  ['Time zone', ({ timeZone }) => timeZone.trim()],
];

/** Where two forms of an objective differ, in words. */
export function differencesOf(mine: ObjectiveDraft, theirs: ObjectiveDraft): Difference[] {
  return shown.flatMap(([name, words]) => {
    const [a, b] = [words(mine), words(theirs)];
    return a === b ? [] : [{ name, mine: a || 'empty', theirs: b || 'empty' }];
  });
}

function sliText(draft: ObjectiveDraft): string {
  switch (draft.kind) {
    case 'checks':
      return draft.isAllChecks ? 'all checks of the service' : `chosen checks: ${draft.checkIds.toSorted().join(', ')}`;
    case 'latency':
      return `answers of ${draft.latencyCheckId} within ${draft.thresholdMs.trim()} ms`;
    case 'ratio':
      return `${draft.good.trim()} of ${draft.total.trim()}`;
  }
}
