import { z } from 'zod';
import { timeMs } from '@/lib/alerts/schemas';
import { endpoint } from '@/lib/endpoint';
import { ConfigChange, ConfigFileView, ConfigVersionView, documentLimits, sectionKeys } from './schemas';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal digits');
const document = z.record(z.string(), z.unknown()).describe('As /api/monitoring/config/schema.json has it');
const VersionNumber = z.strictObject({ version: z.coerce.number().int().min(1) });

const PlanAnswer = z.strictObject({
  isApplied: z.boolean().describe('False for a dry run'),
  changes: z.array(ConfigChange),
  removals: z.number().int(),
  version: z.number().int().describe('The version that holds now'),
  sha256: Sha256,
});
export type PlanAnswer = z.infer<typeof PlanAnswer>;

export const readConfiguration = endpoint({
  method: 'GET', path: '/api/monitoring/config', permission: 'monitoring.config.read', summary: 'The whole configuration as one document, its version, and what a file manages',
  response: z.strictObject({
    version: z.number().int(), sha256: Sha256, at: timeMs.describe('When this version was made'), document, yaml: z.string(),
    sections: z.array(z.strictObject({ key: z.enum(sectionKeys), title: z.string(), isManaged: z.boolean().describe('By a file: it is changed there') })),
    file: ConfigFileView.nullable(),
  }),
});

export const applyConfiguration = endpoint({
  method: 'PUT', path: '/api/monitoring/config', permission: 'monitoring.config.update',
  summary: 'Apply a document: all of it or nothing. Sections that are absent are left alone',
  maxBodyBytes: 3 * documentLimits.bytes,
  body: z
    .strictObject({
      sha256: Sha256.nullable().default(null).describe('Of the configuration that the document was made from: when it changed since, the answer is a conflict with what changed. Null: whatever it is now'),
      yaml: z.string().max(documentLimits.bytes).optional().describe('The document as YAML; faults are told by line'),
      document: document.optional().describe('The document as JSON'),
      allowRemovals: z.boolean().default(false),
      dryRun: z.boolean().default(false).describe('Says what would change, and changes nothing'),
    })
    .refine(({ yaml, document: json }) => (yaml === undefined) !== (json === undefined), 'Send either yaml or document.'),
  response: PlanAnswer,
});

export const exportConfiguration = endpoint({
  method: 'GET', path: '/api/monitoring/config/export', permission: 'monitoring.config.read', summary: 'The whole configuration as a YAML file', response: z.string(), contentType: 'application/yaml; charset=utf-8',
});

export const readConfigurationSchema = endpoint({
  method: 'GET', path: '/api/monitoring/config/schema.json', permission: 'public', summary: 'The JSON Schema of a configuration document, for editors', response: z.record(z.string(), z.unknown()),
});

export const readConfigurationFiles = endpoint({
  method: 'GET', path: '/api/monitoring/config/files', permission: 'monitoring.config.read', summary: 'The watched file, what it manages, and its faults by line', response: z.strictObject({ files: z.array(ConfigFileView) }),
});

export const listConfigurationVersions = endpoint({
  method: 'GET', path: '/api/monitoring/config/versions', permission: 'monitoring.config.read', summary: 'Versions of the configuration, the newest first',
  query: z.strictObject({ before: z.coerce.number().int().min(1).optional().describe('Only versions below this one'), limit: z.coerce.number().int().min(1).max(100).default(50) }),
  response: z.strictObject({ versions: z.array(ConfigVersionView), next: z.number().int().nullable().describe('Pass as before for more; null: these are all') }),
});

export const readConfigurationVersion = endpoint({
  method: 'GET', path: '/api/monitoring/config/versions/{version}', permission: 'monitoring.config.read', summary: 'One version, and what it changed against another',
  params: VersionNumber,
  query: z.strictObject({ against: z.coerce.number().int().min(1).optional().describe('The version to compare with; the one before unless said') }),
  response: z.strictObject({ version: ConfigVersionView, document, yaml: z.string(), against: z.number().int().nullable(), changes: z.array(ConfigChange) }),
});

export const restoreConfigurationVersion = endpoint({
  method: 'POST', path: '/api/monitoring/config/versions/{version}/restore', permission: 'monitoring.config.update',
  summary: 'Make the configuration what it was in a version. Secrets stay as they are now; where something comes back whose secret is gone, nothing is restored and the answer names it',
  params: VersionNumber,
  body: z.strictObject({ sha256: Sha256.nullable().default(null).describe('As of applying'), allowRemovals: z.boolean().default(false), dryRun: z.boolean().default(false) }),
  response: PlanAnswer,
});
