import { z } from 'zod';
import { authority } from '@/lib/alerts/channels/web-address';
import { tlsMode } from './database-settings';
import type { CheckKind } from './kind';
import { hostName, port } from './settings-of-tls';
import { conditionOperator, conditionProblem, conditionValue } from './value-condition';

/** Commands that read one thing and change nothing. */
const commands: ReadonlySet<string> = new Set([
  'PING', 'ECHO', 'INFO', 'GET', 'STRLEN', 'EXISTS', 'TYPE', 'TTL', 'PTTL', 'LLEN', 'LINDEX', 'SCARD', 'SISMEMBER', 'HGET', 'HLEN', 'HEXISTS', 'ZCARD', 'ZSCORE', 'ZCOUNT', 'XLEN',
  'DBSIZE', 'LASTSAVE', 'TIME', 'ROLE',
]);

const Settings = z
  .strictObject({
    host: hostName.meta({ title: 'Host', placeholder: 'redis.example.com' }),
    port: port.default(6_379).meta({ title: 'Port' }),
    tls: tlsMode.default('off'),
    user: z.string().max(200).default('').meta({ title: 'User', description: 'Empty: the default one', isAdvanced: true }),
    database: z.number().int().min(0).max(10_000).default(0).meta({ title: 'Database', isAdvanced: true }),
    command: z
      .string()
      .trim()
      .max(1_000)
      .default('PING')
      .refine((text) => commandProblem(text) === null, { error: ({ input }) => commandProblem(String(input)) ?? 'is no command' })
      .meta({ title: 'Command', description: `One that only reads: ${[...commands].slice(0, 8).join(', ')}, ...`, placeholder: 'INFO replication' }),
    infoField: z.string().max(100).regex(/^[\w.-]*$/, 'must be the name of a field').default('').meta({ title: 'Field of INFO', description: 'What is compared, as master_link_status; empty: the whole answer' }),
    operator: conditionOperator.meta({ title: 'The answer must be', description: 'Numbers are compared as numbers' }),
    value: conditionValue.meta({ title: 'Than or as this' }),
    ca: authority,
  })
  .superRefine((settings, context) => {
    const problem = conditionProblem(settings);
    if (problem !== null) context.addIssue({ code: 'custom', path: ['value'], message: problem });
    const isInfo = readCommand(settings.command)?.[0] === 'INFO';
    if (settings.infoField !== '' && !isInfo) context.addIssue({ code: 'custom', path: ['infoField'], message: 'is for the command INFO' });
  });
const Secrets = z.strictObject({ password: z.string().min(1).max(10_000).optional().meta({ title: 'Password' }) });

export type RedisSettings = z.infer<typeof Settings>;
export type RedisSecrets = z.infer<typeof Secrets>;

export const redis: CheckKind<RedisSettings, RedisSecrets> = {
  kind: 'redis',
  title: 'Redis',
  summary: 'Signs in to a Redis or Valkey server, sends a command and looks at the answer',
  settings: Settings,
  secrets: Secrets,
  targetOf: ({ host, port: number, database }) => `${host}:${number}${database === 0 ? '' : `/${database}`}`,
  destinationOf: ({ host, port: number, tls, ca }) => JSON.stringify([host.toLowerCase(), number, tls, ca]),
};

/** A command and its arguments, which may stand in double quotes; the command in capitals. Null for what cannot be read. */
export function readCommand(text: string): string[] | null {
  const words: string[] = [];
  const pattern = /\s*(?:"((?:[^"\\]|\\["\\])*)"|([^\s"]+))(?=\s|$)/y;
  const trimmed = text.trim();
  while (pattern.lastIndex < trimmed.length) {
    const match = pattern.exec(trimmed);
    if (!match) return null;
    words.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll(/\\(["\\])/g, '$1'));
  }
  const [name, ...rest] = words;
  return name === undefined ? null : [name.toUpperCase(), ...rest];
}

function commandProblem(text: string): string | null {
  const name = readCommand(text)?.[0];
  if (name === undefined) return 'must be a command with arguments, those with blanks in double quotes';
  return commands.has(name) ? null : `${name.slice(0, 30)} is none of the commands that only read: ${[...commands].join(', ')}`;
}
