import { z } from 'zod';
import { channelKinds } from '@/lib/alerts/channels/registry';
import type { ChannelKindView } from '@/lib/alerts/channels/schemas';

let made: { kinds: ChannelKindView[] } | null = null;

/** Every kind with the schema of its settings and of its secrets, from which forms are made. */
export function listKinds(): { kinds: ChannelKindView[] } {
  return (made ??= {
    kinds: channelKinds.map(({ kind, title, summary, isPersonal, perMinute, settings, secrets }) => ({
      kind, title, summary, isPersonal, perMinute, settings: formSchema(settings), secrets: formSchema(secrets),
    })),
  });
}

function formSchema(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' });
  return rest;
}
