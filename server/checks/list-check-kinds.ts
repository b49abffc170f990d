import { z } from 'zod';
import { checkKinds } from '@/lib/checks/kinds/registry';
import type { CheckKindView } from '@/lib/checks/schemas';

let made: { kinds: CheckKindView[] } | null = null;

/** Every kind with the schema of its settings and of its secrets, from which forms are made. */
export function listKindsOfChecks(): { kinds: CheckKindView[] } {
  return (made ??= {
    kinds: checkKinds.map(({ kind, title, summary, settings, secrets }) => ({ kind, title, summary, settings: formSchema(settings), secrets: formSchema(secrets) })),
  });
}

function formSchema(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12', unrepresentable: 'any' });
  return rest;
}
