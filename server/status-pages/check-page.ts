import { AppError } from '@/lib/errors';
import type { StatusPageInput, StatusPageView } from '@/lib/status-pages/schemas';
import type { Transaction } from '@/server/database/database';
import { problemOfHost, type HostRules } from './allowed-hosts';

/** Refuses what the tenant does not have, and a name at which Nines itself is. Throws `invalid`. */
export async function checkPage(tx: Transaction, before: StatusPageView, page: StatusPageInput, rules: HostRules): Promise<void> {
  const problem = page.host === null || page.host === before.host ? null : problemOfHost(page.host, rules);
  if (problem !== null) throw invalid('body.page.host', problem);
  const known = new Set(before.components.map(({ id }) => id));
  const seen = new Set<string>();
  for (const [at, { id }] of page.components.entries()) {
    if (id === null) continue;
    if (!known.has(id)) throw invalid(`body.page.components.${at}.id`, 'is no component of the page any more; load the page again');
    if (seen.has(id)) throw invalid(`body.page.components.${at}.id`, 'is there twice');
    seen.add(id);
  }
  const services = new Set((await tx.service.findMany({ where: { id: { in: page.components.flatMap(({ serviceIds }) => serviceIds) } }, select: { id: true } })).map(({ id }) => id));
  for (const [at, { serviceIds }] of page.components.entries()) {
    if (serviceIds.some((id) => !services.has(id))) throw invalid(`body.page.components.${at}.serviceIds`, 'names a service that there is not');
  }
  const windows = new Set((await tx.maintenanceWindow.findMany({ where: { id: { in: page.settings.maintenance.map(({ windowId }) => windowId) } }, select: { id: true } })).map(({ id }) => id));
  for (const [at, { windowId }] of page.settings.maintenance.entries()) {
    if (!windows.has(windowId)) throw invalid(`body.page.settings.maintenance.${at}.windowId`, 'names a maintenance window that there is not');
  }
  if (page.emailChannelId === null) return;
  const channel = await tx.notificationChannel.findUnique({ where: { id: page.emailChannelId }, select: { kind: true } });
  if (channel?.kind !== 'email') throw invalid('body.page.emailChannelId', 'names no channel that sends email');
}

function invalid(path: string, message: string): AppError {
  return new AppError('invalid', `${path}: ${message}`, { issues: [{ path, message }] });
}
