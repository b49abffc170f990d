import type { z } from 'zod';
import type { Caller } from '@/lib/context';
import type { PushMetrics, PushReceipt } from '@/lib/metrics/schemas';
import { acceptPush } from '@/lib/metrics/validate';
import { runtime } from '@/server/runtime';
import { appendSamples } from './append-samples';

/** Stores what a client pushed; answered when durable. A time out of bounds refuses the whole push, anything else its own samples, by reason. */
export async function pushSamples(caller: Caller, push: PushMetrics): Promise<z.infer<typeof PushReceipt>> {
  const { stored, duplicates, refused } = await appendSamples(runtime().metrics, caller.tenant, acceptPush(push, caller.now));
  return { stored: stored + duplicates, ...(refused.length > 0 ? { refused } : {}) };
}
