import { randomBytes, randomUUID } from 'node:crypto';
import { renderSVG } from 'uqr';
import { accountLimits } from '@/lib/account/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { addedFactor, tellAdded, type AddedFactor } from './added-factor';
import { changeOwn, lockPerson, personOf, type AccountWorld } from './own';
import { requireProof } from './proof';
import { acceptTotp, totpContext } from './second-factor';
import { base32, totpUri } from './totp';

/** RFC 4226, section 4, R6: 160 bits. */
const secretBytes = 20;
const waitingMs = 30 * 60_000;

export interface NewTotp {
  id: string;
  secret: string;
  uri: string;
  qr: string;
}

/** Begins with an authenticator app, in place of one that waits to be confirmed. Throws `forbidden` without a fresh proof, `conflict` when there are enough. */
export function enrolTotp({ database, sealer }: AccountWorld, caller: Caller, name: string): Promise<NewTotp> {
  const { id: userId, email } = personOf(caller);
  const secret = randomBytes(secretBytes);
  const id = randomUUID();
  const uri = totpUri(secret, { issuer: issuerOf(caller.tenant.name), account: email });
  return changeOwn(database, caller, 'factor.begin', async (tx) => {
    await lockPerson(tx, userId);
    await requireProof(tx, caller);
    const count = await tx.userFactor.count({ where: { userId, kind: 'totp', confirmedAt: { not: null } } });
    if (count >= accountLimits.totps) throw new AppError('conflict', `An account has at most ${accountLimits.totps} authenticator apps. Remove one first.`);
    await tx.userFactor.deleteMany({ where: { userId, kind: 'totp', confirmedAt: null } });
    await tx.userFactor.create({ data: { id, userId, kind: 'totp', name, sealed: sealer.seal(secret.toString('base64url'), totpContext(id)), createdAt: new Date(caller.now) } });
    return { result: { id, secret: base32(secret), uri, qr: renderSVG(uri, { border: 2, pixelSize: 4 }) }, before: null, after: { id, kind: 'totp', name } };
  });
}

/** Confirms an authenticator app by one of its codes, which counts no more then. Throws `not_found`, `invalid` for a wrong code, `forbidden` without a fresh proof. */
export async function confirmTotp(world: AccountWorld, caller: Caller, id: string, given: string): Promise<Pick<AddedFactor, 'recoveryCodes'>> {
  const { id: userId } = personOf(caller);
  const { recoveryCodes, name } = await changeOwn(world.database, caller, 'factor.create', async (tx) => {
    await lockPerson(tx, userId);
    await requireProof(tx, caller);
    const since = new Date(caller.now - waitingMs);
    const factor = await tx.userFactor.findFirst({ where: { id, userId, kind: 'totp', confirmedAt: null, createdAt: { gt: since } } });
    if (!factor) throw new AppError('not_found', 'No authenticator app of yours waits to be confirmed by this id. Begin again.');
    const code = given.replace(/[\s-]/g, '');
    if (!(await acceptTotp(tx, world.sealer, factor, code, caller.now))) throw new AppError('invalid', 'The code is not right. Check that the clock of the device is right, and give the code that it shows now.');
    await tx.userFactor.update({ where: { id }, data: { confirmedAt: new Date(caller.now) } });
    const added = await addedFactor(tx, world, caller, { id, kind: 'totp', name: factor.name });
    return { ...added, result: { ...added.result, name: factor.name } };
  });
  tellAdded(world, caller, { kind: 'totp', name });
  return { recoveryCodes };
}

/** A colon would end it in the label of the address. */
function issuerOf(tenant: string): string {
  return `Nines ${tenant}`.replaceAll(':', ' ').slice(0, 80);
}
