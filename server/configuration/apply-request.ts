import type { z } from 'zod';
import type { applyConfiguration, PlanAnswer } from '@/lib/configuration/api';
import type { Caller } from '@/lib/context';
import { applyDocument, documentOf, withLines } from './configuration';
import type { ConfigSources } from './work';

/** Applies the document of a request. Throws as applyDocument; faults of YAML are told by line. */
export async function applyRequest(sources: ConfigSources, caller: Caller, { yaml, document, ...how }: z.output<NonNullable<(typeof applyConfiguration)['body']>>): Promise<PlanAnswer> {
  const read = documentOf({ yaml, document });
  return applyDocument(sources, caller, read, { ...how, source: 'apply' }).catch((error: unknown) => {
    throw withLines(error, yaml);
  });
}
