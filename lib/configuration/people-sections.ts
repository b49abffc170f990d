import { z } from 'zod';
import { Email } from '@/lib/auth/credentials';
import { permissions } from '@/lib/auth/permissions';
import { CustomRoleInput, peopleLimits, TeamInput } from '@/lib/people/schemas';
import { isStorable, notStorable } from '@/lib/alerts/suppression/storable';
import { AuditSettings, AuditStream } from '@/lib/settings/audit-settings';
import { LimitSettings } from '@/lib/settings/limit-settings';
import { OrganisationSettings } from '@/lib/settings/organisation-settings';
import { ProviderKey, StoredProvider } from '@/lib/settings/provider-settings';
import { RetentionSettings } from '@/lib/settings/retention-settings';
import { SignInSettings } from '@/lib/settings/sign-in-settings';
import { SecretValue } from './secret-value';

const text = (most: number) => z.string().trim().max(most).refine(isStorable, notStorable);

export const OrganisationSection = z.strictObject({ name: text(200).min(1, 'Give the organisation a name.'), ...OrganisationSettings.shape });
export const SignInSection = SignInSettings;
export const LimitSection = LimitSettings;
export const RetentionSection = RetentionSettings;

const [syslog, webhook] = AuditStream.options;
const stream = z.discriminatedUnion('kind', [
  syslog,
  z.strictObject({
    ...webhook.shape,
    signingSecret: SecretValue.optional().describe('Each request is signed by it; one that is absent is taken away'),
    authorization: SecretValue.optional().describe('The header Authorization of each request; one that is absent is taken away'),
  }),
]);
export const AuditSection = z.strictObject({ ...AuditSettings.shape, stream: stream.nullable().default(null) });

const { key: _key, name: label, ...providerShape } = StoredProvider.shape;
export const ProviderItem = z.strictObject({
  name: ProviderKey.describe('In addresses, sessions and identities'),
  label: label.describe('What its button says'),
  ...providerShape,
  clientSecret: SecretValue.optional().describe('Absent for a provider that the variables name'),
});

export const RoleItem = z.strictObject({ ...CustomRoleInput.shape, permissions: z.array(z.enum(permissions)).max(permissions.length).default([]) });

const { memberIds: _members, ...teamShape } = TeamInput.shape;
export const TeamItem = z.strictObject({ ...teamShape, members: z.array(Email).max(peopleLimits.teamMembers).default([]).describe('By email; only who is a member of the organisation') });
