import { z } from 'zod';
import type { Database } from '@/server/database/database';

const Row = z.object({ tenantId: z.string(), nextAttemptMs: z.coerce.number().nullable() });

/** The tenants whose trail is streamed and has entries that were not sent yet, with the time before which none is sent; at most 1,000, those first that waited longest. */
export async function dueStreams({ owner }: Database): Promise<z.infer<typeof Row>[]> {
  const { rows } = await owner.query(
    `select t.tenant_id::text as "tenantId", (extract(epoch from s.next_attempt_at) * 1000)::bigint::text as "nextAttemptMs"
     from tenant_settings t left join audit_streams s on s.tenant_id = t.tenant_id left join audit_chains c on c.tenant_id = t.tenant_id
     where t.section = 'audit' and jsonb_typeof(t.settings -> 'stream') = 'object' and (s.tenant_id is null or c.seq > s.seq)
     order by s.next_attempt_at nulls first, s.sent_at nulls first limit 1000`,
  );
  return z.array(Row).parse(rows);
}
