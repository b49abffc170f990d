import type { z } from 'zod';

type Secrets = Record<string, string | undefined>;

/** A kind of check: what can be set, and how it is told. The probe itself is in server/checks/probes, one file a kind. */
export interface CheckKind<Settings = unknown, Kept extends Secrets = Secrets> {
  kind: string;
  title: string;
  summary: string;
  settings: z.ZodType<Settings>;
  /** Texts that are stored encrypted and never shown; in the schema as optional texts. */
  secrets: z.ZodType<Kept>;
  /** What it looks at, in few words: an address, a name. Without anything secret. */
  targetOf(settings: Settings): string;
  /** Where the secrets go to: stored ones do not follow to another place. */
  destinationOf(settings: Settings): string;
}
