import path from 'node:path';
import { isAppError } from '@/lib/errors';
import { runCommand } from './commands';
import { openCommandDatabase } from './commands/database';
import { readConfig } from './config';
import { leaveOutDriverWarning } from './driver-warnings';

leaveOutDriverWarning();
const rootDir = path.resolve(import.meta.dirname, '..');

try {
  const [, , ...args] = process.argv;
  await runCommand(args, () => openCommandDatabase(readConfig(process.env), path.join(rootDir, 'prisma')));
} catch (error) {
  process.stderr.write(`${isAppError(error) ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exitCode = 1;
}
// What the database's client still waits for must not keep the shell waiting; what was printed goes out first.
process.stdout.write('', () => process.exit());
