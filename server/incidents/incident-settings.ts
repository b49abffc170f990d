import { compileAlertMatcher } from '@/lib/alerts/matchers';
import type { Caller } from '@/lib/context';
import { AppError, isAppError } from '@/lib/errors';
import { defaultIncidentSettings } from '@/lib/incidents/default-settings';
import { IncidentSettings } from '@/lib/incidents/schemas';
import { mutate } from '@/server/audit/mutate';
import type { Database, Transaction } from '@/server/database/database';
import { invalid } from './references';

interface Verbs {
  database: Database;
}

export interface StoredSettings {
  /** 0: nothing was changed yet, and these are the defaults. */
  version: number;
  settings: IncidentSettings;
}

/** Severities, rules, templates and checklist of the caller's tenant. */
export function readSettings({ database }: Verbs, { tenant }: Pick<Caller, 'tenant'>): Promise<StoredSettings> {
  return database.transaction({ kind: 'tenant', tenant }, settingsIn);
}

/** The same inside a transaction of the tenant. */
export async function settingsIn(tx: Transaction): Promise<StoredSettings> {
  const row = await tx.incidentSettings.findFirst();
  return row ? { version: row.version, settings: IncidentSettings.parse(row.settings) } : { version: 0, settings: defaultIncidentSettings };
}

/** Replaces the settings. Throws `invalid` for a matcher that cannot be read or a policy that there is not, `conflict` when they are not in this version any more or a severity is taken out that an open incident has. */
export async function updateSettings({ database }: Verbs, caller: Caller, { version, settings }: StoredSettings): Promise<StoredSettings> {
  checkMatchers(settings);
  return mutate(database, caller, 'incident_settings.update', async (tx) => {
    const before = await settingsIn(tx);
    await checkPolicies(tx, settings);
    await keepUsedSeverities(tx, settings);
    const at = new Date(caller.now);
    const { count } =
      version === 0
        ? await tx.incidentSettings.createMany({ data: { tenantId: caller.tenant.id, settings, updatedAt: at }, skipDuplicates: true })
        : await tx.incidentSettings.updateMany({ where: { version }, data: { settings, version: version + 1, updatedAt: at } });
    if (count === 0) throw new AppError('conflict', 'The settings of incidents were changed by somebody else in the meantime. Load them again and repeat the change.');
    const result = await settingsIn(tx);
    return { result, before: before.version === 0 ? null : auditOf(before), after: auditOf(result) };
  });
}

function checkMatchers({ declare }: IncidentSettings): void {
  for (const [at, { matchers }] of declare.entries()) {
    for (const matcher of matchers) {
      try {
        compileAlertMatcher(matcher);
      } catch (error) {
        throw isAppError(error) ? invalid(`body.settings.declare.${at}.matchers`, error.message) : error;
      }
    }
  }
}

async function checkPolicies(tx: Transaction, { severities }: IncidentSettings): Promise<void> {
  const wanted = [...new Set(severities.flatMap(({ policyId }) => policyId ?? []))];
  const found = new Set((await tx.escalationPolicy.findMany({ where: { id: { in: wanted } }, select: { id: true } })).map(({ id }) => id));
  const missing = severities.findIndex(({ policyId }) => policyId !== null && !found.has(policyId));
  if (missing >= 0) throw invalid(`body.settings.severities.${missing}.policyId`, 'There is no escalation policy with this id.');
}

async function keepUsedSeverities(tx: Transaction, { severities }: IncidentSettings): Promise<void> {
  const used = await tx.incident.findFirst({ where: { state: { in: ['investigating', 'identified', 'monitoring'] }, severity: { notIn: severities.map(({ key }) => key) } }, select: { number: true, severity: true } });
  if (used) throw new AppError('conflict', `The open incident ${used.number} has the severity ${used.severity}, which is to be taken out. Give it another one first.`);
}

function auditOf({ version, settings }: StoredSettings) {
  return { version, ...settings };
}
