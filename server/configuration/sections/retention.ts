import type { SectionOf } from '@/lib/configuration/schemas';
import type { RetentionPreview } from '@/lib/settings/api';
import { formatQuantity } from '@/lib/units';
import { measureFootprint } from '@/server/metrics/engine/footprint';
import { Partitions } from '@/server/metrics/engine/partitions';
import { createRetention, type Retention } from '@/server/retention/retention';
import { previewRetention, updateRetention } from '@/server/retention/retention-settings';
import { readSettings } from '@/server/settings/settings';
import type { OneSection, Work } from '../work';

const words = { raw: 'samples', '5m': '5-minute roll-ups', '1h': 'hourly roll-ups' } as const;

/** By the verb that refuses what a variable sets; the engine of each node follows once it holds. */
export const retention: OneSection<SectionOf<'retention'>> = {
  kind: 'one',
  read: async ({ database, caller }) => (await readSettings(database, caller.tenant, 'retention')).settings,
  async write(work, settings) {
    const { version } = await readSettings(work.database, work.caller.tenant, 'retention');
    await updateRetention(verbsOf(work), work.caller, { version, settings });
  },
  impact: async (work, _, after) => removalText(await previewRetention(verbsOf(work), work.caller, after)),
};

function verbsOf({ database, config, caller, log }: Work): { database: Work['database']; retention: Retention } {
  const known = createRetention({ database, engine: null, config, tenant: caller.tenant, log });
  known.stop();
  const measure: Retention['measure'] = async () => {
    if (config.metrics.url !== null) return null;
    const { parts, totalBytes, bytesPerSample } = await database.withTenant(caller.tenant, (client) => measureFootprint(database.owner, client, new Partitions(database.owner)));
    return { parts, figures: { samplesPerSecond: null, bytesPerSample, bytesPerDay: { '5m': null, '1h': null }, totalBytes, freeBytes: null } };
  };
  return { database, retention: { ...known, measure } };
}

function removalText({ removed, budgetDropsDays }: RetentionPreview): string | null {
  const parts = [
    ...removed.map(({ resolution, days, bytes }) => `${countOf(days)} of ${words[resolution]} (${formatQuantity(bytes, 'bytes')})`),
    ...(budgetDropsDays > 0 ? [`${countOf(budgetDropsDays)} of samples by the disk budget`] : []),
  ];
  return parts.length === 0 ? null : `Removes for good: ${parts.join(', ')}.`;
}

function countOf(days: number): string {
  return `${days} ${days === 1 ? 'day' : 'days'}`;
}
