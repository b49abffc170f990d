import { AppError } from '@/lib/errors';
import type { Command } from './command';
import type { CommandDatabase } from './database';
import { createKeyCommand, listKeysCommand, revokeKeyCommand } from './keys';
import { checkRulesCommand, testRulesCommand } from './rules';
import { endSessionsCommand } from './sessions';
import { rebuildSlaCommand } from './sla';
import { verifyStatementsCommand } from './statements';
import { addUserCommand, setRoleCommand } from './users';

const commands: Readonly<Record<string, Command>> = {
  'keys create': createKeyCommand,
  'keys list': listKeysCommand,
  'keys revoke': revokeKeyCommand,
  'users add': addUserCommand,
  'users role': setRoleCommand,
  'rules check': checkRulesCommand,
  'rules test': testRulesCommand,
  'sessions end': endSessionsCommand,
  'sla rebuild': rebuildSlaCommand,
  'statements verify': verifyStatementsCommand,
};

/** Runs one command of `npm run nines -- ...` and prints its answer. Throws AppError `invalid` that shows how it is used. */
export async function runCommand(args: readonly string[], open: () => Promise<CommandDatabase>): Promise<void> {
  const name = args.slice(0, 2).join(' ');
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    if (args.length > 0 && !['help', '--help', '-h'].includes(args[0] ?? '')) throw new AppError('invalid', `There is no command "${name}".\n\n${help()}`);
    process.stdout.write(`${help()}\n`);
    return;
  }
  if (args.includes('--help')) {
    process.stdout.write(`npm run nines -- ${command.usage}\n${command.summary}\n`);
    return;
  }
  process.stdout.write(`${await command.run(args.slice(2), open)}\n`);
}

function help(): string {
  const lines = Object.values(commands).map(({ usage, summary }) => `  npm run nines -- ${usage}\n      ${summary}`);
  return `Commands:\n${lines.join('\n')}`;
}
