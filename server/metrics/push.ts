import type { z } from 'zod';
import type { Caller } from '@/lib/context';
import type { PushMetrics, PushReceipt } from '@/lib/metrics/schemas';
import { acceptPush } from '@/lib/metrics/validate';
import { runtime } from '@/server/runtime';

/** Stores what a client pushed, all or nothing; answered when durable. */
export async function pushSamples(caller: Caller, push: PushMetrics): Promise<z.infer<typeof PushReceipt>> {
  const samples = acceptPush(push, caller.now);
  await runtime().metrics.append(caller.tenant, samples);
  return { stored: samples.length };
}
