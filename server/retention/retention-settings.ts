import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { retentionFields, type RetentionAnswer, type RetentionField, type RetentionPreview } from '@/lib/settings/api';
import { costOf, droppedByBudget, removedBy } from '@/lib/settings/retention-cost';
import { retentionVariables } from '@/lib/settings/retention-variables';
import type { RetentionSettings } from '@/lib/settings/retention-settings';
import { isPlatformTenant } from '@/server/auth/platform-tenant';
import type { Database } from '@/server/database/database';
import { readSettings, saveSettings } from '@/server/settings/settings';
import type { Retention } from './retention';

interface Verbs {
  database: Database;
  retention: Retention;
}

/** How long samples are kept. Throws `not_found` to a tenant that does not run this installation. */
export async function readRetention(verbs: Verbs, caller: Caller): Promise<RetentionAnswer> {
  await ownInstallation(verbs, caller);
  return answerOf(verbs, await readSettings(verbs.database, caller.tenant, 'retention'));
}

/** Replaces it; the engine follows at once. Throws `invalid` for what a variable sets, `conflict` when it is not in this version any more, `not_found` to who does not run this installation. */
export async function updateRetention(verbs: Verbs, caller: Caller, { version, settings }: { version: number; settings: RetentionSettings }): Promise<RetentionAnswer> {
  await ownInstallation(verbs, caller);
  const { database, retention } = verbs;
  const saved = await saveSettings(database, caller, 'retention', { version, settings }, (_, before) => {
    refuseFixed(retention, before.settings, settings);
    return Promise.resolve();
  });
  await retention.follow();
  return answerOf(verbs, saved);
}

/** What unsaved settings would take and remove. Throws `not_found` like the others. */
export async function previewRetention(verbs: Verbs, caller: Caller, settings: RetentionSettings): Promise<RetentionPreview> {
  await ownInstallation(verbs, caller);
  const { database, retention } = verbs;
  const measured = await retention.measure();
  if (!measured) return { cost: null, figures: null, removed: [], budgetDropsDays: 0 };
  const { figures, parts } = measured;
  const before = retention.kept((await readSettings(database, caller.tenant, 'retention')).settings);
  const after = retention.kept(settings);
  const removed = removedBy(parts, before, after, caller.now);
  const left = parts.filter(({ resolution, toMs }) => toMs > caller.now - after.retentionMs[resolution]);
  const leftBytes = figures.totalBytes - removed.reduce((sum, { bytes }) => sum + bytes, 0);
  return { cost: costOf(after, figures), figures, removed, budgetDropsDays: droppedByBudget(left, after.diskBudgetBytes, leftBytes, caller.now) };
}

async function answerOf({ retention }: Verbs, { version, settings }: { version: number; settings: RetentionSettings }): Promise<RetentionAnswer> {
  const measured = await retention.measure();
  return { version, settings, facts: retention.facts(settings), figures: measured?.figures ?? null, cost: measured ? costOf(retention.kept(settings), measured.figures) : null };
}

function refuseFixed(retention: Retention, before: RetentionSettings, after: RetentionSettings): void {
  const isFixed = new Set(retention.facts(after).flatMap(({ field, setBy }): RetentionField[] => (setBy === 'variable' ? [field] : [])));
  const wrong = retentionFields.find((field) => isFixed.has(field) && after[field] !== before[field]);
  if (!wrong) return;
  const message = `The variable ${retentionVariables[wrong]} sets this. Take it away and start Nines again to set it here.`;
  throw new AppError('invalid', message, { issues: [{ path: `body.settings.${wrong}`, message }] });
}

async function ownInstallation({ database }: Verbs, { tenant }: Caller): Promise<void> {
  if (!(await isPlatformTenant(database, tenant))) throw new AppError('not_found', 'How long metrics are kept is set by the organisation that runs this installation.');
}
