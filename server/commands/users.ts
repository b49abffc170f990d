import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { AppError } from '@/lib/errors';
import { NewPassword } from '@/lib/auth/credentials';
import { roles, type Role } from '@/lib/auth/permissions';
import { addUser, deactivateUser, listUsers, removeUser, setRole } from '@/server/auth/members';
import type { Command } from './command';
import { commandRecord, readOptions, tenantOf, toEmail, withDatabase } from './options';

const addUsage = 'users add EMAIL --role ROLE [--name NAME] [--tenant SLUG]';

export const addUserCommand: Command = {
  usage: addUsage,
  summary: `Adds a person. Roles: ${roles.join(', ')}. The password is read from standard input, or from NINES_PASSWORD.`,
  async run(args, open) {
    const { values, positionals } = readOptions(args, addUsage, {
      options: { role: { type: 'string' }, name: { type: 'string' }, tenant: { type: 'string' } },
    });
    const email = toEmail(positionals[0], addUsage);
    const role = toRole(values.role);
    const password = NewPassword.safeParse(process.env.NINES_PASSWORD ?? (await readSecret('Password (not shown): ')));
    if (!password.success) throw new AppError('invalid', `Password: ${password.error.issues[0]?.message ?? 'not valid'}`);
    return withDatabase(open, async (database) => {
      const tenant = await tenantOf(database, values.tenant);
      await addUser(database, tenant, { email, name: values.name ?? null, role, password: password.data }, commandRecord());
      return `${email} was added as ${role}.`;
    });
  },
};

const roleUsage = 'users role EMAIL ROLE [--tenant SLUG]';

export const setRoleCommand: Command = {
  usage: roleUsage,
  summary: 'Changes the role of a person, at once.',
  async run(args, open) {
    const { values, positionals } = readOptions(args, roleUsage, { options: { tenant: { type: 'string' } } });
    const email = toEmail(positionals[0], roleUsage);
    const role = toRole(positionals[1]);
    return withDatabase(open, async (database) => {
      await setRole(database, await tenantOf(database, values.tenant), email, role, commandRecord());
      return `${email} is ${role} now.`;
    });
  },
};

const listUsage = 'users list [--tenant SLUG]';

export const listUsersCommand: Command = {
  usage: listUsage,
  summary: 'Lists the people of a tenant.',
  async run(args, open) {
    const { values } = readOptions(args, listUsage, { options: { tenant: { type: 'string' } } });
    return withDatabase(open, async (database) => {
      const users = await listUsers(database, await tenantOf(database, values.tenant));
      if (users.length === 0) return 'Nobody belongs to this tenant yet.';
      return users.map(({ email, name, role, customRole, isActive }) => `${email}  ${role}${customRole === null ? '' : ` with ${customRole}`}${name === null ? '' : `  ${name}`}${isActive ? '' : '  (deactivated)'}`).join('\n');
    });
  },
};

const deactivateUsage = 'users deactivate EMAIL [--tenant SLUG]';

export const deactivateUserCommand: Command = {
  usage: deactivateUsage,
  summary: 'Deactivates a person: they are signed out at once and cannot sign in.',
  async run(args, open) {
    const { values, positionals } = readOptions(args, deactivateUsage, { options: { tenant: { type: 'string' } } });
    const email = toEmail(positionals[0], deactivateUsage);
    return withDatabase(open, async (database) => {
      await deactivateUser(database, await tenantOf(database, values.tenant), email, commandRecord());
      return `${email} is deactivated.`;
    });
  },
};

const removeUsage = 'users remove EMAIL [--tenant SLUG]';

export const removeUserCommand: Command = {
  usage: removeUsage,
  summary: 'Removes a person from a tenant; what they did stays.',
  async run(args, open) {
    const { values, positionals } = readOptions(args, removeUsage, { options: { tenant: { type: 'string' } } });
    const email = toEmail(positionals[0], removeUsage);
    return withDatabase(open, async (database) => {
      await removeUser(database, await tenantOf(database, values.tenant), email, commandRecord());
      return `${email} was removed.`;
    });
  },
};

function toRole(text: string | undefined): Role {
  const found = roles.find((role) => role === text?.toUpperCase());
  if (!found) throw new AppError('invalid', `Give a role: ${roles.join(', ')}.`);
  return found;
}

/** One line of standard input: piped, or typed without being shown. */
async function readSecret(prompt: string): Promise<string> {
  const isTyped = process.stdin.isTTY;
  if (isTyped) process.stderr.write(prompt);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: isTyped });
  try {
    for await (const line of lines) return line;
    return '';
  } finally {
    lines.close();
    if (isTyped) process.stderr.write('\n');
  }
}
