import { AppError, type FieldIssue } from '@/lib/errors';
import { compareDocuments } from './compare-documents';
import type { ConfigChange, ConfigDocument } from './schemas';

interface Sides {
  /** What both began from; null when nobody knows any more. */
  base: ConfigDocument | null;
  theirs: ConfigDocument;
  mine: ConfigDocument;
}

const mostIssues = 50;
const kindWords = { create: 'added', update: 'changed', remove: 'removed' } as const;

/** The refusal of a document that was made from an older configuration: what somebody else changed since, and what this one would have changed, field by field. */
export function staleError({ base, theirs, mine }: Sides): AppError {
  const [done, wanted] = base === null ? [[], compareDocuments(theirs, mine)] : [compareDocuments(base, theirs), compareDocuments(base, mine)];
  const half = wanted.length > 0 ? mostIssues / 2 : mostIssues;
  const issues = [...sideOf(done, 'meanwhile').slice(0, half), ...sideOf(wanted, 'by yours').slice(0, half)];
  return new AppError('conflict', 'The configuration was changed by somebody else in the meantime. Load it again and repeat the change.', { issues });
}

function sideOf(changes: readonly ConfigChange[], side: 'meanwhile' | 'by yours'): FieldIssue[] {
  const verb = side === 'meanwhile' ? 'was' : 'is';
  return changes.slice(0, mostIssues).flatMap(({ section, name, kind, fields }) => {
    const path = name === null ? section : `${section} ${JSON.stringify(name)}`;
    if (kind !== 'update') return [{ path, message: `${verb} ${kindWords[kind]} ${side}` }];
    return fields.slice(0, 5).map((field) => ({ path: `${path} ${field.path}`, message: `${verb} changed ${side} from ${field.before ?? 'nothing'} to ${field.after ?? 'nothing'}` }));
  });
}
