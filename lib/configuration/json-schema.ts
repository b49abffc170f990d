import { z } from 'zod';
import { ConfigDocumentSchema } from './schemas';

let made: Record<string, unknown> | null = null;

/** The JSON Schema (draft 2020-12) of a configuration document, for editors that complete and check YAML. */
export function documentJsonSchema(): Record<string, unknown> {
  made ??= { title: 'Configuration of Nines', ...z.toJSONSchema(ConfigDocumentSchema, { io: 'input', unrepresentable: 'any', reused: 'ref' }) };
  return made;
}
