import { z } from 'zod';
import { authority } from '@/lib/alerts/channels/web-address';
import { tlsMode } from './database-settings';
import type { CheckKind } from './kind';
import { hostName, port } from './settings-of-tls';
import { conditionOperator, conditionProblem, conditionValue } from './value-condition';

const plain = z.string().max(63).regex(/^[^\p{Cc}]*$/u, 'must be without control characters');

const Settings = z
  .strictObject({
    host: hostName.meta({ title: 'Host', placeholder: 'db.example.com' }),
    port: port.default(5_432).meta({ title: 'Port' }),
    database: plain.min(1, 'must not be empty').default('postgres').meta({ title: 'Database' }),
    user: plain.min(1, 'must not be empty').meta({ title: 'User', description: 'One that may only read', placeholder: 'nines' }),
    tls: tlsMode.default('verified'),
    query: z
      .string()
      .trim()
      .min(1, 'must not be empty')
      .max(10_000)
      .default('select 1')
      .meta({ title: 'Query', description: 'One SELECT; it runs in a transaction that only reads, and not longer than the timeout', isMultiline: true }),
    minRows: z.number().int().min(0).max(1_000).default(1).meta({ title: 'Rows at least' }),
    operator: conditionOperator.meta({ title: 'The first value must be', description: 'The first column of the first row; numbers are compared as numbers' }),
    value: conditionValue.meta({ title: 'Than or as this' }),
    ca: authority,
  })
  .superRefine((settings, context) => {
    const problem = conditionProblem(settings);
    if (problem !== null) context.addIssue({ code: 'custom', path: ['value'], message: problem });
  });
const Secrets = z.strictObject({ password: z.string().max(1_000).optional().meta({ title: 'Password' }) });

export type PostgresSettings = z.infer<typeof Settings>;
export type PostgresSecrets = z.infer<typeof Secrets>;

export const postgres: CheckKind<PostgresSettings, PostgresSecrets> = {
  kind: 'postgres',
  title: 'PostgreSQL',
  summary: 'Signs in to a PostgreSQL database, runs a query and looks at its rows',
  settings: Settings,
  secrets: Secrets,
  targetOf: ({ host, port: number, database }) => `${host}:${number}/${database}`,
  destinationOf: ({ host, port: number, tls, ca }) => JSON.stringify([host.toLowerCase(), number, tls, ca]),
};
