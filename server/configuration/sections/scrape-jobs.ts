import type { SectionOf } from '@/lib/configuration/schemas';
import { ScrapeItem } from '@/lib/configuration/service-sections';
import { keptSecret, type SecretValue } from '@/lib/configuration/secret-value';
import { ScrapeJobInput, ScrapeSecrets, ScrapeSettings } from '@/lib/scrape/schemas';
import { createJob, deleteJob, updateJob } from '@/server/scrape/jobs';
import { sealContext } from '@/server/scrape/stored-jobs';
import { settleSecret } from '../secrets';
import { itemOf, type ListSection, type Work } from '../work';

type Item = SectionOf<'scrapeJobs'>[number];

export const scrapeJobs: ListSection<Item> = {
  kind: 'list',
  async read({ read }) {
    const rows = await read((tx) => tx.scrapeJob.findMany({ select: { id: true, version: true, settings: true }, take: 20_000 }));
    return rows.map(({ id, version, settings }) => ({ id, version, item: itemOf(ScrapeItem, shownOf(ScrapeSettings.parse(settings))) }));
  },
  async settle(work, item, stored) {
    const secrets = stored ? await secretsOf(work, stored.id) : { headers: {} };
    const { auth, tls } = item;
    return {
      ...item,
      headers: item.headers.map(({ name, value }, at) => ({ name, value: settleSecret(value, new Map(Object.entries(secrets.headers)).get(name.toLowerCase()), `headers.${at}.value`) })),
      auth: auth.type === 'basic' ? { ...auth, password: settleSecret(auth.password, secrets.password, 'auth.password') } : auth.type === 'bearer' ? { ...auth, token: settleSecret(auth.token, secrets.token, 'auth.token') } : auth,
      tls: tls.clientKey === undefined ? tls : { ...tls, clientKey: settleSecret(tls.clientKey, secrets.clientKey, 'tls.clientKey') },
    };
  },
  create: async (work, item) => void (await createJob(verbsOf(work), work.caller, inputOf(item))),
  update: async (work, { id, version }, item) => void (await updateJob(verbsOf(work), work.caller, id, { version, job: inputOf(item) })),
  remove: (work, { id }) => deleteJob(verbsOf(work), work.caller, id),
};

/** Who scrapes learns of a change from the database, once it holds. */
function verbsOf({ database, sealer }: Work): Parameters<typeof createJob>[0] {
  return { database, scrape: { sealer, reload: () => Promise.resolve() } };
}

async function secretsOf({ read, sealer, caller }: Work, id: string): Promise<ScrapeSecrets> {
  const row = await read((tx) => tx.scrapeJob.findUnique({ where: { id }, select: { sealed: true } }));
  return row ? ScrapeSecrets.parse(JSON.parse(sealer.open(row.sealed, sealContext(caller.tenant.id, id)))) : { headers: {} };
}

function shownOf({ headers, auth, tls: { hasClientKey, ...tls }, ...settings }: ScrapeSettings): unknown {
  const shownAuth = auth.type === 'basic' ? { type: auth.type, username: auth.username, password: keptSecret } : auth.type === 'bearer' ? { type: auth.type, token: keptSecret } : auth;
  return { ...settings, headers: headers.map(({ name }) => ({ name, value: keptSecret })), auth: shownAuth, tls: hasClientKey ? { ...tls, clientKey: keptSecret } : tls };
}

function inputOf({ headers, auth, tls: { clientKey, ...tls }, ...item }: Item): ScrapeJobInput {
  const own = (value: SecretValue | undefined) => (typeof value === 'string' ? value : undefined);
  const given = auth.type === 'basic' ? { ...auth, password: own(auth.password) } : auth.type === 'bearer' ? { ...auth, token: own(auth.token) } : auth;
  return ScrapeJobInput.parse({ ...item, headers: headers.map(({ name, value }) => ({ name, value: own(value) })), auth: given, tls: { ...tls, clientKey: own(clientKey) } });
}
