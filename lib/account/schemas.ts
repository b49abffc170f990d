import { z } from 'zod';
import { isStorable, notStorable } from '@/lib/alerts/suppression/storable';
import { timeMs } from '@/lib/alerts/schemas';

/** How much of each a person may have. */
export const accountLimits = { contacts: 5, totps: 3, passkeys: 10, recoveryCodes: 10, factorName: 60 } as const;

const themeChoices = ['system', 'light', 'dark'] as const;
export const ThemeChoice = z.enum(themeChoices);
export type ThemeChoice = z.infer<typeof ThemeChoice>;

/** What is stored of how a person is told; what is not understood is as nobody chose anything. */
export const Notifications = z.object({ pageContactId: z.uuid().nullable().catch(null).default(null) });

export const Contact = z.strictObject({ id: z.uuid(), address: z.string(), createdAt: timeMs, verifiedAt: timeMs.nullable() });
export type Contact = z.infer<typeof Contact>;

export const Account = z.strictObject({
  version: z.int(),
  name: z.string().nullable(),
  email: z.string().describe('What one signs in with'),
  timeZone: z.string().nullable().describe('IANA zone in which times are shown; null: that of the device'),
  theme: ThemeChoice,
  pageContactId: z.uuid().nullable().describe('The confirmed address that pages go to; null: the address of signing in'),
  contacts: z.array(Contact),
  hasPassword: z.boolean(),
});
export type Account = z.infer<typeof Account>;

export const OwnSession = z.strictObject({
  id: z.uuid(),
  isCurrent: z.boolean(),
  device: z.string().describe('Browser and system, in words'),
  address: z.string().nullable(),
  method: z.string().describe('password, passkey, or the name of a provider'),
  hasSecondFactor: z.boolean(),
  tenant: z.string(),
  createdAt: timeMs,
  lastSeenAt: timeMs,
  expiresAt: timeMs,
});
export type OwnSession = z.infer<typeof OwnSession>;

const Factor = z.strictObject({ id: z.uuid(), kind: z.enum(['totp', 'passkey']), name: z.string(), createdAt: timeMs, lastUsedAt: timeMs.nullable() });
type Factor = z.infer<typeof Factor>;

export const SecondFactors = z.strictObject({
  factors: z.array(Factor),
  recoveryCodesLeft: z.int(),
  proof: z.strictObject({ freshUntil: timeMs.nullable().describe('Until when factors may be changed without proving anew who one is; null: not now'), by: z.array(z.enum(['password', 'code', 'passkey'])) }),
  isDemanded: z.boolean().describe('Nothing else is open before a second factor was proved in this session'),
});
export type SecondFactors = z.infer<typeof SecondFactors>;

export const LinkedIdentity = z.strictObject({
  provider: z.string().describe('The key of the provider'),
  email: z.string().nullable().describe('As the provider said it last'),
  createdAt: timeMs,
  lastUsedAt: timeMs.nullable(),
});
export type LinkedIdentity = z.infer<typeof LinkedIdentity>;

export const FactorName = z.string().trim().min(1, 'Give it a name, such as that of the device.').max(accountLimits.factorName).refine(isStorable, notStorable);

/** Six digits of an authenticator app, or a recovery code; spaces and dashes are only for reading. */
export const SecondFactorCode = z.string().min(1, 'Give the code.').max(40);

const base64url = (most: number) => z.string().min(1).max(most).regex(/^[A-Za-z0-9_-]+$/, 'must be base64url');
const common = { id: base64url(1_400), rawId: base64url(1_400), type: z.literal('public-key'), authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(), clientExtensionResults: z.record(z.string().max(60), z.unknown()).default({}) };

/** RegistrationResponseJSON of WebAuthn Level 3, section 5.1.8.2. */
export const PasskeyRegistration = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url(4_000), attestationObject: base64url(60_000), authenticatorData: base64url(60_000).optional(),
    transports: z.array(z.string().max(40)).max(10).optional(), publicKey: base64url(8_000).optional(), publicKeyAlgorithm: z.number().optional(),
  }),
});
export type PasskeyRegistration = z.infer<typeof PasskeyRegistration>;

/** AuthenticationResponseJSON of WebAuthn Level 3, section 5.1.8.3. */
export const PasskeyAssertion = z.object({
  ...common,
  response: z.object({ clientDataJSON: base64url(4_000), authenticatorData: base64url(4_000), signature: base64url(8_000), userHandle: base64url(200).nullish() }),
});
export type PasskeyAssertion = z.infer<typeof PasskeyAssertion>;
