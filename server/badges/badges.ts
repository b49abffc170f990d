import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { readServiceBadges, switchServiceBadges } from '@/lib/badges/api';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { mutate } from '@/server/audit/mutate';
import type { Database } from '@/server/database/database';
import { noSuchService } from '@/server/services/read-services';
import { forgetLookUp } from './find-badges';

interface Verbs {
  database: Database;
  /** Where people reach Nines. */
  url: string;
}

type Address = z.input<(typeof readServiceBadges)['response']>;

/** Where the badges of a service are. Throws `not_found`. */
export async function readBadges({ database, url }: Verbs, { tenant }: Caller, id: string): Promise<Address> {
  const { rows } = await database.withTenant(tenant, (client) => client.query<{ token: string | null }>('select badge_token as token from services where id = $1', [id]));
  const [found] = rows;
  if (!found) throw noSuchService();
  return addressOf(url, found.token);
}

/**
 * Switches the badges of a service on or off, or gives them a new address; what was their address is gone when this resolves. The version of the service stays, so that
 * nobody loses a form for it. Throws `not_found`, and `conflict` when somebody else switched them at the same time.
 */
export async function switchBadges({ database, url }: Verbs, caller: Caller, id: string, { isOn, renew }: z.output<NonNullable<(typeof switchServiceBadges)['body']>>): Promise<Address> {
  const { before, after } = await mutate(database, caller, 'service.switch_badges', async (tx) => {
    const row = await tx.service.findUnique({ where: { id }, select: { name: true, badgeToken: true } });
    if (!row) throw noSuchService();
    const token = !isOn ? null : row.badgeToken === null || renew ? randomBytes(32).toString('base64url') : row.badgeToken;
    const { count } = await tx.service.updateMany({ where: { id, badgeToken: row.badgeToken }, data: { badgeToken: token } });
    if (count === 0) throw new AppError('conflict', `The badges of ${JSON.stringify(row.name)} were switched by somebody else in the meantime. Load the page again and look at them.`);
    const kept = { id, name: row.name };
    return { result: { before: row.badgeToken, after: token }, before: { ...kept, isOn: row.badgeToken !== null }, after: { ...kept, isOn, isNewAddress: token !== null && token !== row.badgeToken } };
  });
  if (before !== null && before !== after) forgetLookUp(before);
  return addressOf(url, after);
}

function addressOf(url: string, token: string | null): Address {
  return { token, url: token === null ? null : `${url}/api/badges/${token}` };
}
