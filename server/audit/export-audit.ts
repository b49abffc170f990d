import type { z } from 'zod';
import type { exportAudit as endpoint } from '@/lib/audit/api';
import { csvHead, csvLine, jsonLine, type ExportedEntry } from '@/lib/audit/export-entries';
import { auditLimits } from '@/lib/audit/schemas';
import type { Caller } from '@/lib/context';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import { idsMeant, namesOf } from './actor-names';
import { chainEnd } from './chain-rows';
import { findEntries, type FoundEntry } from './find-entries';
import { recordExport } from './record-export';

type Query = z.output<NonNullable<(typeof endpoint)['query']>>;

interface ExportedFile {
  text: string;
  fileName: string;
  contentType: string;
  /** Where the next file begins; null: this one has all that is older. */
  nextBefore: number | null;
}

const batchRows = 200;
/** How far one query looks. */
const stretch = 20_000;

/** The tenant's trail as a file, the newest entry first, bounded in entries and bytes. The trail keeps who took it. */
export async function exportAudit({ database }: { database: Database }, caller: Caller, { format, before, ...filters }: Query): Promise<ExportedFile> {
  const { tenant, now } = caller;
  const actorIds = filters.actor === undefined ? [] : await idsMeant(database, tenant, filters.actor);
  const lineOf = format === 'csv' ? csvLine : jsonLine;
  const lines: string[] = format === 'csv' ? [csvHead] : [];
  let [below, entries, bytes] = [Math.min(before ?? Number.MAX_SAFE_INTEGER, await nextSeq(database, tenant)), 0, 0];
  while (below > 1 && entries < auditLimits.exportEntries && bytes < auditLimits.exportBytes) {
    const from = Math.max(0, below - stretch);
    const limit = Math.min(batchRows, auditLimits.exportEntries - entries);
    const rows = await database.withTenant(tenant, (client) => findEntries(client, { tenantId: tenant.id, filters, actorIds, from, below, limit, mostShown: 2 ** 30 }));
    const nameOf = await namesOf(database, tenant, rows.map(({ actor }) => actor));
    below = rows.length === limit ? (rows.at(-1)?.seq ?? from) : from;
    for (const row of rows) {
      const line = lineOf(exported(row, nameOf));
      if (entries > 0 && bytes + line.length > auditLimits.exportBytes) {
        below = row.seq + 1;
        bytes = auditLimits.exportBytes;
        break;
      }
      lines.push(line);
      entries += 1;
      bytes += Buffer.byteLength(line);
    }
  }
  const nextBefore = below > 1 ? below : null;
  await recordExport({ database }, caller, 'audit.export', { format, entries, ...filters, ...(before === undefined ? {} : { before }) });
  const contentType = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8';
  return { text: lines.join(''), fileName: `audit-${tenant.slug}-${new Date(now).toISOString().slice(0, 10)}${before === undefined ? '' : `-before-${before}`}.${format}`, contentType, nextBefore };
}

async function nextSeq(database: Database, tenant: TenantRef): Promise<number> {
  return database.withTenant(tenant, async (client) => ((await chainEnd(client, tenant.id))?.seq ?? 0) + 1);
}

function exported({ at, hash, isTooLong: _, ...row }: FoundEntry, nameOf: (actor: FoundEntry['actor']) => string | null): ExportedEntry {
  return { ...row, atMs: at.getTime(), actor: { ...row.actor, name: nameOf(row.actor) }, hash: hash ?? '' };
}
