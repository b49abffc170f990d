import type { AlertView } from '@/lib/alerts/schemas';
import { AppError } from '@/lib/errors';
import type { ActedAlert } from './change-alerts';
import { noSuchAlert } from './load-alerts';

/** Throws AppError `conflict` when the alert is not what the caller saw. */
export function assertVersion(alert: AlertView, version: number | undefined): void {
  if (version === undefined || alert.version === version) return;
  throw new AppError('conflict', `The alert ${JSON.stringify(alert.name)} was changed in the meantime. Load it again, then decide.`);
}

/** The alert that one was asked for. Throws AppError `not_found`. */
export function theOne([acted]: readonly ActedAlert[]): AlertView {
  if (!acted?.alert) throw noSuchAlert();
  return acted.alert;
}

/** What became of each alert of a bulk, in the order in which they were named. */
export function bulkAnswer(ids: readonly string[], acted: readonly ActedAlert[]) {
  return { results: acted.map(({ outcome, message }, index) => ({ id: ids[index] ?? '', outcome, message })) };
}
