import type { z } from 'zod';
import { AppError, isAppError } from '@/lib/errors';
import { partSecrets } from '../part-secrets';
import { CheckDraft, maxChecks } from '../schemas';

/** What came of a file: checks that can be created, and what of it was not taken, with the reason. */
export interface ImportedChecks {
  drafts: CheckDraft[];
  skipped: { name: string; reason: string }[];
}

export type CheckInput = Omit<z.input<typeof CheckDraft>, 'name'>;

/** Why an entry of a file is not taken. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken';
}

/** Makes a draft of each entry and checks it as the API would; an entry may be refused by NotTaken. Throws AppError `invalid` for far too many. */
export function collectChecks(entries: readonly { name: string; translate: () => CheckInput }[], notes: ImportedChecks['skipped'] = []): ImportedChecks {
  if (entries.length > maxChecks) throw new AppError('invalid', `At most ${maxChecks} checks can be imported; these are ${entries.length}.`);
  const taken = new Set<string>();
  const numbers = new Map<string, number>();
  const imported: ImportedChecks = { drafts: [], skipped: [...notes] };
  for (const { name: given, translate } of entries) {
    const name = unused(cleanName(given), taken, numbers);
    try {
      const parsed = CheckDraft.safeParse({ ...translate(), name });
      if (!parsed.success) throw new NotTaken(sentenceOf(parsed.error));
      const { settings } = partSecrets(parsed.data);
      imported.drafts.push({ ...parsed.data, settings });
      taken.add(name);
    } catch (error) {
      if (!(error instanceof NotTaken) && !isAppError(error)) throw error;
      imported.skipped.push({ name, reason: error.message });
    }
  }
  return imported;
}

function sentenceOf({ issues }: z.ZodError): string {
  const first = issues[0];
  return first ? `${first.path.join('.')}: ${first.message}` : 'It is not valid.';
}

function cleanName(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').trim().slice(0, 190).toWellFormed() || 'without a name';
}

/** The name, or the name with the next number; `numbers` has the one that each name came to, so that many of one name are not counted through each time. */
function unused(name: string, taken: ReadonlySet<string>, numbers: Map<string, number>): string {
  if (!taken.has(name)) return name;
  let number = numbers.get(name) ?? 2;
  while (taken.has(`${name} (${number})`)) number += 1;
  numbers.set(name, number);
  return `${name} (${number})`;
}
