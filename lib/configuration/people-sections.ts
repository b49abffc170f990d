import { z } from 'zod';
import { Email } from '@/lib/auth/credentials';
import { permissions } from '@/lib/auth/permissions';
import { CustomRoleInput, peopleLimits, TeamInput } from '@/lib/people/schemas';
import { isStorable, notStorable } from '@/lib/alerts/suppression/storable';
import { AuditSettings } from '@/lib/settings/audit-settings';
import { LimitSettings } from '@/lib/settings/limit-settings';
import { OrganisationSettings } from '@/lib/settings/organisation-settings';
import { RetentionSettings } from '@/lib/settings/retention-settings';
import { SignInSettings } from '@/lib/settings/sign-in-settings';

const text = (most: number) => z.string().trim().max(most).refine(isStorable, notStorable);

export const OrganisationSection = z.strictObject({ name: text(200).min(1, 'Give the organisation a name.'), ...OrganisationSettings.shape });
export const SignInSection = SignInSettings;
export const AuditSection = AuditSettings;
export const LimitSection = LimitSettings;
export const RetentionSection = RetentionSettings;

export const RoleItem = z.strictObject({ ...CustomRoleInput.shape, permissions: z.array(z.enum(permissions)).max(permissions.length).default([]) });

const { memberIds: _members, ...teamShape } = TeamInput.shape;
export const TeamItem = z.strictObject({ ...teamShape, members: z.array(Email).max(peopleLimits.teamMembers).default([]).describe('By email; only who is a member of the organisation') });
