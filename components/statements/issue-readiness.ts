import type { StatementInput } from '@/lib/statements/schemas';

/** Whether what would be sent is what is on the screen. Faulty: a press says what is wrong. */
type Readiness = 'ready' | 'early' | 'counting' | 'failed' | 'faulty';

interface Shown {
  data: unknown;
  /** The data are those of what was asked before. */
  isPlaceholderData: boolean;
  isError: boolean;
}

/** `asked` is the JSON of what the preview is of. */
export function readinessOf(input: StatementInput | undefined, asked: string, { data, isPlaceholderData, isError }: Shown, isEarly: boolean): Readiness {
  if (input === undefined) return 'faulty';
  if (asked !== JSON.stringify(input)) return 'counting';
  if (isError) return 'failed';
  if (!data || isPlaceholderData) return 'counting';
  return isEarly ? 'early' : 'ready';
}
