import { generateAuthenticationOptions, generateRegistrationOptions, verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import { z } from 'zod';
import { accountLimits, type PasskeyAssertion, type PasskeyRegistration } from '@/lib/account/schemas';
import type { Caller } from '@/lib/context';
import { AppError, messageOf } from '@/lib/errors';
import type { Database } from '@/server/database/database';
import { addedFactor, tellAdded, type AddedFactor } from './added-factor';
import { findToken, issueToken, takeToken } from './one-time-tokens';
import { changeOwn, lockPerson, personOf, type AccountWorld } from './own';
import { requireProof } from './proof';
import type { RelyingParty } from './relying-party';

const challengeMs = 5 * 60_000;
const Details = z.object({ transports: z.array(z.string()).catch([]) });
const Payload = z.object({ purpose: z.string() });

type Purpose = 'register' | 'prove' | 'sign-in';

/** What the browser needs to make a passkey. Throws `forbidden` without a fresh proof, `conflict` when there are enough. */
export async function beginPasskey({ database }: Pick<AccountWorld, 'database'>, caller: Caller, party: RelyingParty): Promise<{ options: Record<string, unknown> }> {
  const { id: userId, email } = personOf(caller);
  const { challenge, known } = await database.transaction({ kind: 'auth' }, async (tx) => {
    await requireProof(tx, caller);
    const rows = await tx.userFactor.findMany({ where: { userId, kind: 'passkey' } });
    refuseTooMany(rows.length);
    return { challenge: await issueToken(tx, { kind: 'webauthn', userId, payload: { purpose: 'register' }, now: caller.now, lifeMs: challengeMs }), known: rows };
  });
  const options = await generateRegistrationOptions({
    rpName: 'Nines',
    rpID: party.id,
    userName: email,
    userDisplayName: caller.actor.kind === 'user' ? (caller.actor.name ?? email) : email,
    userID: Buffer.from(userId),
    challenge: Buffer.from(challenge, 'base64url'),
    attestationType: 'none',
    excludeCredentials: known.map(({ credentialId, details }) => ({ id: credentialId ?? '', transports: Details.parse(details).transports })),
    // Discoverable, so that it signs in by itself; and it asks for a finger or a PIN, so that it counts as two factors.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  return { options: { ...options } };
}

/** Adds the passkey that the browser made. Throws `invalid` for one that does not check, `forbidden` without a fresh proof, `conflict` when there are enough or it is there already. */
export async function addPasskey(world: AccountWorld, caller: Caller, { name, response }: { name: string; response: PasskeyRegistration }, party: RelyingParty): Promise<AddedFactor> {
  const { id: userId } = personOf(caller);
  const made = await verifyRegistrationResponse({
    response: { ...response, clientExtensionResults: {} },
    expectedChallenge: (challenge) => takeChallenge(world.database, { challenge, purpose: 'register', userId, now: caller.now }),
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
  }).catch((error: unknown) => world.log.info({ reason: messageOf(error) }, 'a passkey was not accepted'));
  if (!made?.verified) throw new AppError('invalid', 'This passkey was not accepted. Try again from the start.');
  const { credential } = made.registrationInfo;
  const added = await changeOwn(world.database, caller, 'factor.create', async (tx) => {
    await lockPerson(tx, userId);
    await requireProof(tx, caller);
    refuseTooMany(await tx.userFactor.count({ where: { userId, kind: 'passkey' } }));
    const now = new Date(caller.now);
    const details = { transports: response.response.transports ?? [], rpId: party.id };
    const row = { userId, kind: 'passkey', name, credentialId: credential.id, publicKey: credential.publicKey, signCount: credential.counter, details, createdAt: now, confirmedAt: now };
    const { count } = await tx.userFactor.createMany({ data: row, skipDuplicates: true });
    if (count === 0) throw new AppError('conflict', 'This passkey belongs to an account already.');
    const { id } = await tx.userFactor.findUniqueOrThrow({ where: { credentialId: credential.id }, select: { id: true } });
    return addedFactor(tx, world, caller, { id, kind: 'passkey', name });
  });
  tellAdded(world, caller, { kind: 'passkey', name });
  return added;
}

/** What the browser needs to prove by a passkey who the caller is. */
export async function beginProof({ database }: Pick<AccountWorld, 'database'>, caller: Caller, party: RelyingParty): Promise<{ options: Record<string, unknown> }> {
  const { id: userId } = personOf(caller);
  const { challenge, known } = await database.transaction({ kind: 'auth' }, async (tx) => ({
    challenge: await issueToken(tx, { kind: 'webauthn', userId, payload: { purpose: 'prove' }, now: caller.now, lifeMs: challengeMs }),
    known: await tx.userFactor.findMany({ where: { userId, kind: 'passkey' }, take: accountLimits.passkeys }),
  }));
  const allowCredentials = known.map(({ credentialId, details }) => ({ id: credentialId ?? '', transports: Details.parse(details).transports }));
  return requestOptions(party, challenge, allowCredentials);
}

/** What the browser needs to sign in by a passkey: it names no account, so that it tells nothing. */
export async function beginPasskeySignIn(database: Database, party: RelyingParty, now: number): Promise<{ options: Record<string, unknown> }> {
  const challenge = await database.transaction({ kind: 'auth' }, (tx) => issueToken(tx, { kind: 'webauthn', userId: null, payload: { purpose: 'sign-in' }, now, lifeMs: challengeMs }));
  return requestOptions(party, challenge);
}

interface Assertion {
  response: PasskeyAssertion;
  purpose: Exclude<Purpose, 'register'>;
  /** Whose it must be; null: whoever's it is. */
  userId: string | null;
  party: RelyingParty;
  now: number;
}

/** Checks what a passkey signed, and uses its challenge up. Null for one that is not accepted: unknown, another's, without its person verified, signed twice, or counted backwards. */
export async function acceptPasskey({ database, log }: Pick<AccountWorld, 'database' | 'log'>, { response, purpose, userId, party, now }: Assertion): Promise<{ userId: string } | null> {
  const factor = await database.transaction({ kind: 'auth' }, (tx) => tx.userFactor.findUnique({ where: { credentialId: response.id } }));
  const { userHandle } = response.response;
  const isTheirs = factor?.confirmedAt && (userId === null || factor.userId === userId) && (!userHandle || Buffer.from(userHandle, 'base64url').toString() === factor.userId);
  if (!factor?.credentialId || !factor.publicKey || !isTheirs) return null;
  const signed = await verifyAuthenticationResponse({
    response: { ...response, clientExtensionResults: {}, response: { ...response.response, userHandle: userHandle ?? undefined } },
    expectedChallenge: (challenge) => takeChallenge(database, { challenge, purpose, userId, now }),
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    credential: { id: factor.credentialId, publicKey: new Uint8Array(factor.publicKey), counter: Number(factor.signCount) },
  }).catch((error: unknown) => log.info({ reason: messageOf(error) }, 'a passkey was not accepted'));
  if (!signed?.verified) return null;
  const { count } = await database.transaction({ kind: 'auth' }, (tx) =>
    tx.userFactor.updateMany({ where: { id: factor.id, signCount: factor.signCount }, data: { signCount: signed.authenticationInfo.newCounter, lastUsedAt: new Date(now) } }),
  );
  return count === 1 ? { userId: factor.userId } : null;
}

async function requestOptions(party: RelyingParty, challenge: string, allowCredentials?: { id: string; transports: string[] }[]): Promise<{ options: Record<string, unknown> }> {
  const options = await generateAuthenticationOptions({ rpID: party.id, challenge: Buffer.from(challenge, 'base64url'), userVerification: 'required', allowCredentials });
  return { options: { ...options } };
}

/** Each challenge is answered once, whatever the answer is, by whom and for what it was made. */
function takeChallenge(database: Database, { challenge, purpose, userId, now }: { challenge: string; purpose: Purpose; userId: string | null; now: number }): Promise<boolean> {
  return database.transaction({ kind: 'auth' }, async (tx) => {
    const found = await findToken(tx, 'webauthn', challenge, now);
    if (found?.userId !== userId || Payload.safeParse(found.payload).data?.purpose !== purpose) return false;
    return (await takeToken(tx, 'webauthn', challenge, now)) !== null;
  });
}

function refuseTooMany(count: number): void {
  if (count >= accountLimits.passkeys) throw new AppError('conflict', `An account has at most ${accountLimits.passkeys} passkeys. Remove one first.`);
}
