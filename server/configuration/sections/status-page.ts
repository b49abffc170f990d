import { StatusPageSection } from '@/lib/configuration/alert-sections';
import type { SectionOf } from '@/lib/configuration/schemas';
import { AppError } from '@/lib/errors';
import { MaintenanceInput } from '@/lib/alerts/suppression/schemas';
import { StatusPageInput, type StatusPageView } from '@/lib/status-pages/schemas';
import { readStatusPage, updateStatusPage } from '@/server/status-pages/manage-page';
import { itemOf, type OneSection, type Work } from '../work';

type Page = SectionOf<'statusPage'>;

/** What the page shows of maintenance of one time is no configuration: it stays as it is. */
export const statusPage: OneSection<Page> = {
  kind: 'one',
  async read(work) {
    const page = await readStatusPage(work, work.caller);
    if (page.version === 0) return undefined;
    const { isOn, slug, host, emailChannelId, settings } = page;
    const recurring = await recurringWindows(work);
    const nameOf = new Map(page.components.map(({ id, name }) => [id, name]));
    const maintenance = settings.maintenance.filter(({ windowId }) => recurring.has(windowId)).map(({ windowId, componentIds, ...each }) => ({ ...each, window: recurring.get(windowId) ?? '', components: componentIds.flatMap((id) => nameOf.get(id) ?? []) }));
    const components = page.components.map(({ id: _, serviceIds, ...component }) => ({ ...component, services: work.names.namesOf('service', serviceIds) }));
    return itemOf(StatusPageSection, { isOn, slug, host, emailChannel: emailChannelId === null ? null : work.names.nameOf('channel', emailChannelId), settings: { ...settings, maintenance }, components });
  },
  async write(work, value) {
    const before = await readStatusPage(work, work.caller);
    const page = await inputOf(work, value, before);
    await updateStatusPage(work, work.caller, { version: before.version, page });
    // New components have their ids only now, and what touches them names those.
    if (page.components.every(({ id }) => id !== null) || value.settings.maintenance.every((each) => each.components.length === 0)) return;
    const { version, components } = await readStatusPage(work, work.caller);
    await updateStatusPage(work, work.caller, { version, page: await inputOf(work, value, { ...before, components }) });
  },
};

async function recurringWindows({ read }: Work): Promise<Map<string, string>> {
  const rows = await read((tx) => tx.maintenanceWindow.findMany({ select: { id: true, name: true, settings: true }, take: 1_000 }));
  return new Map(rows.filter(({ settings }) => MaintenanceInput.safeParse(settings).data?.schedule.kind === 'recurring').map(({ id, name }) => [id, name]));
}

/** A component that keeps its name keeps its id, and with it what subscribers and posts say of it. */
async function inputOf(work: Work, { emailChannel, settings, components, ...page }: Page, before: StatusPageView): Promise<StatusPageInput> {
  const { names } = work;
  const left = [...before.components];
  const given = components.map(({ services, ...component }, at) => {
    const known = left.findIndex(({ name }) => name === component.name);
    const id = known < 0 ? null : (left.splice(known, 1)[0]?.id ?? null);
    return { ...component, id, serviceIds: names.idsOf('service', services, `components.${at}.services`) };
  });
  const idsOf = (wanted: readonly string[], path: string) => wanted.flatMap((name, at) => {
    const found = given.find((component) => component.name === name);
    if (!found) throw new AppError('invalid', `There is no component ${JSON.stringify(name)}.`, { issues: [{ path: `${path}.${at}`, message: `There is no component ${JSON.stringify(name)} on the page.` }] });
    return found.id ?? [];
  });
  const recurring = await recurringWindows(work);
  const shown = settings.maintenance.map(({ window, components: touched, ...each }, at) => ({ ...each, windowId: names.idOf('window', window, `settings.maintenance.${at}.window`), componentIds: idsOf(touched, `settings.maintenance.${at}.components`) }));
  const once = before.settings.maintenance.filter(({ windowId }) => !recurring.has(windowId));
  return StatusPageInput.parse({
    ...page, components: given, settings: { ...settings, maintenance: [...shown, ...once] },
    emailChannelId: emailChannel === null ? null : names.idOf('channel', emailChannel, 'emailChannel'),
  });
}
