import type { NewEntry } from '@/lib/incidents/life-cycle';
import { Evidence, TimelineEntry, type TimelineEntry as Entry } from '@/lib/incidents/schemas';
import { Prisma, type IncidentEntry } from '@/server/database/generated/client';
import type { Transaction } from '@/server/database/database';

/** An entry to write; `sourceKey` names what it was made of, such as `alert_event:12`: of one source there is one entry in an incident. */
export interface EntryToWrite extends NewEntry {
  evidence?: Evidence;
  isPinned?: boolean;
  corrects?: string | null;
  sourceKey?: string;
}

const { kind, actor, subject } = TimelineEntry.shape;

/** Adds entries to a timeline; those whose source is there already are left out. Call it in the transaction of what they tell. */
export async function addEntries(tx: Transaction, tenantId: string, incidentId: string, notedMs: number, entries: readonly EntryToWrite[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.incidentEntry.createMany({ data: entries.map((entry) => rowOfEntry(tenantId, incidentId, notedMs, entry)), skipDuplicates: true });
}

/** Adds one entry and answers with it. */
export async function addEntry(tx: Transaction, tenantId: string, incidentId: string, notedMs: number, entry: EntryToWrite): Promise<Entry> {
  return viewOfEntry(await tx.incidentEntry.create({ data: rowOfEntry(tenantId, incidentId, notedMs, entry) }));
}

function rowOfEntry(tenantId: string, incidentId: string, notedMs: number, entry: EntryToWrite): Prisma.IncidentEntryCreateManyInput {
  return {
    tenantId, incidentId, at: new Date(entry.at), notedAt: new Date(notedMs), kind: entry.kind, text: entry.text, actor: entry.actor ?? Prisma.DbNull, subject: entry.subject ?? Prisma.DbNull,
    evidence: entry.evidence ?? Prisma.DbNull, isPinned: entry.isPinned ?? false, corrects: entry.corrects ? BigInt(entry.corrects) : null, sourceKey: entry.sourceKey ?? null,
  };
}

/** An entry as the API shows it. Throws ZodError for a row that this program did not write. */
export function viewOfEntry(row: IncidentEntry): Entry {
  return {
    id: row.id.toString(), at: row.at.getTime(), noted: row.notedAt.getTime(), kind: kind.parse(row.kind), text: row.text, actor: actor.parse(row.actor), subject: subject.parse(row.subject),
    evidence: row.evidence === null ? null : Evidence.parse(row.evidence), isPinned: row.isPinned, corrects: row.corrects?.toString() ?? null,
  };
}
