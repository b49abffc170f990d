import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Transaction } from '@/server/database/database';

const characters = 12;
const Row = z.object({ id: z.string() });

/** What names an incident in public: nothing can be told from it, not even how many there are. */
export function incidentKey(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, characters);
}

/** The incident of a key, among those of the tenant that were posted; null for none. */
export async function incidentOfKey(tx: Transaction, key: string): Promise<string | null> {
  const rows = await tx.$queryRaw`select incident_id as id from status_posts where left(encode(sha256(convert_to(incident_id::text, 'UTF8')), 'hex'), ${characters}::int) = ${key} limit 1`;
  return z.array(Row).parse(rows)[0]?.id ?? null;
}
