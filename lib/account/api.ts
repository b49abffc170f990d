import { z } from 'zod';
import { isStorable, notStorable } from '@/lib/alerts/suppression/storable';
import { isTimeZone } from '@/lib/alerts/suppression/time-zone';
import { timeMs } from '@/lib/alerts/schemas';
import { Email, NewPassword } from '@/lib/auth/credentials';
import { endpoint } from '@/lib/endpoint';
import { Account, Contact, FactorName, LinkedIdentity, OwnSession, PasskeyAssertion, PasskeyRegistration, SecondFactorCode, SecondFactors, ThemeChoice } from './schemas';

const own = { permission: 'self' } as const;
const Id = z.strictObject({ id: z.uuid() });
const Done = z.strictObject({ done: z.literal(true) });
const Password = z.string().min(1).max(256);
/** For the browser's own navigator.credentials, which checks it (WebAuthn Level 3, sections 5.4 and 5.5). */
const PasskeyOptions = z.strictObject({ options: z.record(z.string(), z.unknown()) });
const NewCodes = z.array(z.string()).nullable().describe('Shown once; null where codes exist already');

export const readAccount = endpoint({ method: 'GET', path: '/api/account', ...own, summary: 'Your own account', response: Account });
export const updateAccount = endpoint({
  method: 'PATCH', path: '/api/account', ...own, summary: 'Change your own account: only what is sent',
  body: z.strictObject({
    version: z.int().min(1).describe('The version that the change was made from; another one is a conflict'),
    name: z.string().trim().min(1, 'Give a name.').max(120).refine(isStorable, notStorable).optional(),
    timeZone: z.string().max(100).refine(isTimeZone, 'must be the name of a time zone, as Europe/Berlin').nullable().optional(),
    pageContactId: z.uuid().nullable().optional(),
  }),
  response: Account,
});
export const chooseTheme = endpoint({ method: 'PUT', path: '/api/account/theme', ...own, summary: 'Choose the look on all of your devices', body: z.strictObject({ theme: ThemeChoice }), response: Done });

export const addContact = endpoint({
  method: 'POST', path: '/api/account/contacts', ...own, summary: 'Add an address that is written to once it is confirmed; for one that waits, send the link again',
  body: z.strictObject({ address: Email }), response: z.strictObject({ contact: Contact, mail: z.enum(['sent', 'no_channel']) }),
});
export const removeContact = endpoint({ method: 'DELETE', path: '/api/account/contacts/{id}', ...own, summary: 'Remove an address', params: Id, response: Done });
export const confirmContact = endpoint({
  method: 'POST', path: '/api/account/contacts/confirm', permission: 'public', summary: 'Confirm an address by the link that was sent to it; works once',
  body: z.strictObject({ token: z.string().min(1).max(200) }), response: z.strictObject({ address: z.string() }),
});

export const changePassword = endpoint({
  method: 'PUT', path: '/api/account/password', ...own, summary: 'Change your password; every other session of yours ends',
  body: z.strictObject({ current: Password, password: NewPassword }), response: z.strictObject({ endedSessions: z.int() }),
});
export const askForReset = endpoint({
  method: 'POST', path: '/api/account/reset-request', permission: 'public', summary: 'Ask for a link to set a new password; the answer is the same whether the account exists or not',
  body: z.strictObject({ email: Email }), response: Done,
});
export const resetPassword = endpoint({
  method: 'POST', path: '/api/account/reset', permission: 'public', summary: 'Set a new password by the link of a mail; works once, and ends every session',
  body: z.strictObject({ token: z.string().min(1).max(200), password: NewPassword }), response: Done,
});

export const listSessions = endpoint({ method: 'GET', path: '/api/account/sessions', ...own, summary: 'Your sessions, the last used first, at most 100', response: z.strictObject({ sessions: z.array(OwnSession) }) });
export const endOwnSession = endpoint({ method: 'DELETE', path: '/api/account/sessions/{id}', ...own, summary: 'End one of your sessions', params: Id, response: Done });
export const endOtherSessions = endpoint({ method: 'DELETE', path: '/api/account/sessions', ...own, summary: 'End all of your sessions but this one', response: z.strictObject({ endedSessions: z.int() }) });

export const listIdentities = endpoint({ method: 'GET', path: '/api/account/identities', ...own, summary: 'What you are linked with at providers, at most 100', response: z.strictObject({ identities: z.array(LinkedIdentity) }) });
export const unlinkIdentity = endpoint({
  method: 'DELETE', path: '/api/account/identities/{provider}', ...own, summary: 'Sign in by a provider no more; never the last way in',
  params: z.strictObject({ provider: z.string().min(1).max(100) }), response: Done,
});

export const readFactors = endpoint({ method: 'GET', path: '/api/account/factors', ...own, summary: 'Your second factors', response: SecondFactors });
export const removeFactor = endpoint({ method: 'DELETE', path: '/api/account/factors/{id}', ...own, summary: 'Remove a second factor', params: Id, response: Done });
export const enrolTotp = endpoint({
  method: 'POST', path: '/api/account/factors/totp', ...own, summary: 'Begin with an authenticator app; it counts once a code confirms it', body: z.strictObject({ name: FactorName }),
  response: z.strictObject({ id: z.uuid(), secret: z.string().describe('Base32, to type in by hand'), uri: z.string().describe('otpauth://'), qr: z.string().describe('The same as an SVG image') }),
});
export const confirmTotp = endpoint({
  method: 'POST', path: '/api/account/factors/totp/{id}/confirm', ...own, summary: 'Confirm an authenticator app by one of its codes', params: Id,
  body: z.strictObject({ code: SecondFactorCode }), response: z.strictObject({ recoveryCodes: NewCodes }),
});
export const beginPasskey = endpoint({ method: 'POST', path: '/api/account/factors/passkeys/begin', ...own, summary: 'What the browser needs to make a passkey', response: PasskeyOptions });
export const addPasskey = endpoint({
  method: 'POST', path: '/api/account/factors/passkeys', ...own, summary: 'Add the passkey that the browser made', maxBodyBytes: 200_000,
  body: z.strictObject({ name: FactorName, response: PasskeyRegistration }), response: z.strictObject({ id: z.uuid(), recoveryCodes: NewCodes }),
});
export const renewRecoveryCodes = endpoint({ method: 'POST', path: '/api/account/recovery-codes', ...own, summary: 'Make new recovery codes; those of before work no more', response: z.strictObject({ recoveryCodes: z.array(z.string()) }) });
export const beginProof = endpoint({ method: 'POST', path: '/api/account/proof/begin', ...own, summary: 'What the browser needs to prove by a passkey who you are', response: PasskeyOptions });
export const prove = endpoint({
  method: 'POST', path: '/api/account/proof', ...own, summary: 'Prove who you are, to change second factors in the next ten minutes',
  body: z.union([z.strictObject({ password: Password }), z.strictObject({ code: SecondFactorCode }), z.strictObject({ passkey: PasskeyAssertion })]),
  response: z.strictObject({ freshUntil: timeMs }),
});
export const beginPasskeySignIn = endpoint({ method: 'POST', path: '/api/account/passkey-sign-in', permission: 'public', summary: 'What the browser needs to sign in by a passkey', response: PasskeyOptions });
