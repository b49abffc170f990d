import { ZodError } from 'zod';
import type { Finding } from '@/lib/statements/schemas';

export type Looked = Pick<Finding, 'result' | 'sentence' | 'differences'>;

/** What comes out of a look at stored rows; rows that this program did not write are different, whatever they are. `what` ends a sentence. */
export async function lookAtStored(what: string, look: () => Looked | Promise<Looked>): Promise<Looked> {
  try {
    return await look();
  } catch (error) {
    if (isMalformed(error)) return { result: 'different', sentence: `What is stored of ${what} cannot be read.`, differences: [] };
    throw error;
  }
}

/** Errors of schemas, of canonical JSON, and of times that are none. */
function isMalformed(error: unknown): boolean {
  return error instanceof ZodError || error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError;
}
