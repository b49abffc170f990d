import { z } from 'zod';

/**
 * A secret in a document: itself, a reference that is resolved where the document is read, or `keep`, which leaves the stored one as it is and is what an export has. Only variables that
 * begin with CONFIG_SECRET_ can be named, and only files below the folder for secrets, so that who writes the document cannot read anything else of the machine.
 */
export const SecretValue = z.union(
  [
    z.string().min(1).max(20_000),
    z.strictObject({ env: z.string().max(200).regex(/^CONFIG_SECRET_[A-Z0-9_]+$/, 'must be a variable whose name begins with CONFIG_SECRET_') }),
    z.strictObject({ file: z.string().max(500).regex(/^(?![./])(?!.*(?:^|\/)\.\.(?:\/|$))[^\\\u0000]+$/, 'must be a path below the folder for secrets') }),
    z.strictObject({ keep: z.literal(true) }),
  ],
  'must be a text, or { keep: true } for the stored one, or { env: CONFIG_SECRET_NAME } or { file: NAME } in a file',
);
export type SecretValue = z.infer<typeof SecretValue>;

export const keptSecret = { keep: true } as const;

/** Whether a value of a document is a reference that only the machine itself may resolve. */
export function isReference(value: unknown): value is { env: string } | { file: string } {
  if (typeof value !== 'object' || value === null) return false;
  const keys = Object.keys(value);
  return keys.length === 1 && (keys[0] === 'env' || keys[0] === 'file');
}
