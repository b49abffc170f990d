import { AppError } from '@/lib/errors';
import { verifyAuditCommand } from './audit';
import type { Command } from './command';
import { applyConfigCommand, diffConfigCommand, exportConfigCommand } from './config';
import type { CommandDatabase } from './database';
import { createKeyCommand, listKeysCommand, revokeKeyCommand, rotateKeyCommand } from './keys';
import { resetOwnerCommand } from './owner';
import { checkRulesCommand, testRulesCommand } from './rules';
import { endSessionsCommand } from './sessions';
import { rebuildSlaCommand } from './sla';
import { verifyStatementsCommand } from './statements';
import { addUserCommand, deactivateUserCommand, listUsersCommand, removeUserCommand, setRoleCommand } from './users';

const commands: Readonly<Record<string, Command>> = {
  'config export': exportConfigCommand,
  'config diff': diffConfigCommand,
  'config apply': applyConfigCommand,
  'audit verify': verifyAuditCommand,
  'keys create': createKeyCommand,
  'keys list': listKeysCommand,
  'keys revoke': revokeKeyCommand,
  'keys rotate': rotateKeyCommand,
  'owner reset': resetOwnerCommand,
  'users add': addUserCommand,
  'users deactivate': deactivateUserCommand,
  'users list': listUsersCommand,
  'users remove': removeUserCommand,
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
