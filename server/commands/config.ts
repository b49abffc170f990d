import { randomUUID } from 'node:crypto';
import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { permissions } from '@/lib/auth/permissions';
import type { PlanAnswer } from '@/lib/configuration/api';
import type { ConfigProblem } from '@/lib/configuration/schemas';
import type { Caller } from '@/lib/context';
import { AppError, isAppError } from '@/lib/errors';
import { readConfig } from '@/server/config';
import { applyDocument } from '@/server/configuration/configuration';
import { exportWhole } from '@/server/configuration/history';
import { listYamlFiles, problemsOf, readFiles, type FileDocument } from '@/server/configuration/read-files';
import type { ConfigSources } from '@/server/configuration/work';
import type { Database } from '@/server/database/database';
import { createLog } from '@/server/log';
import type { Sealer } from '@/server/secrets/sealed';
import type { Command } from './command';
import { readOptions, tenantOf, usageError, withDatabase } from './options';

const exportUsage = 'config export [FILE] [--tenant SLUG]';
const diffUsage = 'config diff FILE... [--tenant SLUG]';
const applyUsage = 'config apply FILE... [--yes] [--tenant SLUG]';

export const exportConfigCommand: Command = {
  usage: exportUsage,
  summary: 'Writes the whole configuration as one YAML document, to a file or to the terminal. Secrets are left where they are.',
  async run(args, open) {
    const { values, positionals } = readOptions(args, exportUsage, { options: { tenant: { type: 'string' } } });
    return withDatabase(open, async (database, sealer) => {
      const { text } = await exportWhole(sourcesOf(database, sealer), await callerIn(database, values.tenant));
      const [file] = positionals;
      if (file === undefined) return text.trimEnd();
      await writeFile(file, text, { mode: 0o600 });
      return `Written to ${file}.`;
    });
  },
};

export const diffConfigCommand: Command = {
  usage: diffUsage,
  summary: 'Says what applying files or folders would change, tries it, and takes it back.',
  run: (args, open) => applyFiles(args, open, diffUsage, true),
};

export const applyConfigCommand: Command = {
  usage: applyUsage,
  summary: 'Applies files or folders as one document: all of it or nothing. What would be removed is removed with --yes only.',
  run: (args, open) => applyFiles(args, open, applyUsage, false),
};

async function applyFiles(args: string[], open: Parameters<Command['run']>[1], usage: string, dryRun: boolean): Promise<string> {
  const { values, positionals } = readOptions(args, usage, { options: { tenant: { type: 'string' }, yes: { type: 'boolean', default: false } } });
  const [first] = positionals;
  if (first === undefined) throw usageError('Name a file or a folder.', usage);
  const files = (await Promise.all(positionals.map((each) => listYamlFiles(each).catch(() => Promise.reject(new AppError('invalid', `${each} cannot be read.`)))))).flat();
  if (files.length === 0) throw new AppError('invalid', 'There is no YAML file in it.');
  const folder = (await stat(first)).isDirectory() ? first : path.dirname(first);
  const read = await readFiles(files, first, path.join(folder, 'secrets'), process.env);
  if (!read.document) throw fault(read.problems);
  const { document } = read;
  return withDatabase(open, async (database, sealer) => {
    const caller = await callerIn(database, values.tenant);
    const how = { source: 'command', sha256: null, allowRemovals: values.yes, dryRun } as const;
    return answerText(await applyDocument(sourcesOf(database, sealer), caller, document, how).catch((error: unknown) => Promise.reject(told(error, read.place))));
  });
}

function told(error: unknown, place: FileDocument['place']): Error {
  if (isAppError(error) && error.code === 'invalid') return fault(problemsOf(error, place));
  if (isAppError(error) && error.issues.length > 0) return new AppError(error.code, [error.message.replace('Allow removals to do it.', 'Say --yes to do it.'), ...error.issues.map(({ path: at, message }) => `  ${at}: ${message}`)].join('\n'));
  return error as Error;
}

function fault(problems: readonly ConfigProblem[]): AppError {
  return new AppError('invalid', `Nothing was changed.\n${problems.map(({ file, line, column, path: at, message }) => `${file}:${line ?? 1}:${column ?? 1}: ${at === '' ? '' : `${at}: `}${message}`).join('\n')}`);
}

const signs = { create: '+', update: '~', remove: '-' } as const;

function answerText({ isApplied, changes, version }: PlanAnswer): string {
  if (changes.length === 0) return `Nothing to change: version ${version} is what the files say.`;
  const lines = changes.flatMap(({ section, name, kind, fields, impact }) => [
    `${signs[kind]} ${section}${name === null ? '' : ` ${JSON.stringify(name)}`}${impact === null ? '' : `  (${impact})`}`,
    ...(kind === 'update' ? fields.map(({ path: at, before, after }) => `    ${at}: ${before ?? 'not there'} -> ${after ?? 'not there'}`) : []),
  ]);
  return [...lines, isApplied ? `Applied: this is version ${version}.` : 'Nothing was changed: this is what applying would do.'].join('\n');
}

function sourcesOf(database: Database, sealer: Sealer | null): ConfigSources {
  if (!sealer) throw new AppError('unavailable', 'The key of the data directory is needed for this.');
  const config = readConfig(process.env);
  return { database, sealer, url: config.publicUrl ?? `http://${config.host}:${config.port}`, config, log: createLog(config.logLevel) };
}

async function callerIn(database: Database, slug: string | undefined): Promise<Caller> {
  const { id } = await tenantOf(database, slug);
  const row = await database.transaction({ kind: 'auth' }, (tx) => tx.tenant.findUniqueOrThrow({ where: { id } }));
  return { tenant: { id, number: row.number, slug: row.slug, name: row.name }, actor: { kind: 'system', job: 'command-line' }, permissions, now: Date.now(), requestId: randomUUID() };
}
