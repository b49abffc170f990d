import type { z } from 'zod';

/**
 * The same schema, which looks at each object once: one that was valid is taken as it is the next time. For objects that are never changed, like the figures of
 * a finished day, of which a list has thousands.
 */
export function checkedOnce<Schema extends z.ZodType<object>>(schema: Schema): Schema {
  const known = new WeakSet<object>();
  const checked = schema.clone();
  const run = checked._zod.run;
  checked._zod.run = (payload, context) => {
    const value: unknown = payload.value;
    if (typeof value !== 'object' || value === null) return run(payload, context);
    if (known.has(value)) return payload;
    const result = run(payload, context);
    if (!(result instanceof Promise) && result.issues.length === 0) known.add(value);
    return result;
  };
  return checked;
}
