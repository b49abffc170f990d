import type { CommandDatabase } from './database';

/** One command of `npm run nines -- ...`. */
export interface Command {
  usage: string;
  summary: string;
  /** Returns what is printed. Throws AppError with a sentence. */
  run(args: string[], open: () => Promise<CommandDatabase>): Promise<string>;
}
