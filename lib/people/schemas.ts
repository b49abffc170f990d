import { z } from 'zod';
import { isStorable, notStorable } from '@/lib/alerts/suppression/storable';
import { permissions, roles } from '@/lib/auth/permissions';

/** How much of everything a tenant may have. */
export const peopleLimits = { customRoles: 50, teams: 200, teamMembers: 500, openInvitations: 100, invitationsPerHour: 50, invitationDays: 7, page: 50, hints: 50 } as const;

const time = z.number().int().describe('Milliseconds since 1970');
const Ref = z.strictObject({ id: z.uuid(), name: z.string() });
const name = z.string().trim().min(1, 'Give a name.').max(80).refine(isStorable, notStorable);
const description = z.string().trim().max(500).refine(isStorable, notStorable).default('');

export const memberStates = ['active', 'deactivated'] as const;

export const Member = z.strictObject({
  id: z.uuid(), name: z.string().nullable(), email: z.string(), role: z.enum(roles),
  customRole: Ref.nullable(), permissions: z.array(z.enum(permissions)).describe('What the person may do in this tenant'),
  teams: z.array(Ref), state: z.enum(memberStates), version: z.number().int(), joinedAt: time,
  lastSeenAt: time.nullable().describe('In this tenant; null: no session since it is written down'),
  sessions: z.number().int().describe('Open sessions in this tenant'),
  hasSecondFactor: z.boolean(),
  signsInBy: z.array(z.string()).describe('password, passkey, and the names of providers'),
});
export type Member = z.infer<typeof Member>;

/** A role as it is given to somebody. A custom role adds its permissions to MEMBER or VIEWER. */
export const GivenRole = z
  .strictObject({ role: z.enum(roles), customRoleId: z.uuid().nullable().default(null) })
  .refine(({ role, customRoleId }) => customRoleId === null || role === 'MEMBER' || role === 'VIEWER', { path: ['customRoleId'], error: 'A custom role is added to MEMBER or VIEWER: OWNER and ADMIN hold everything already.' });
export type GivenRole = z.infer<typeof GivenRole>;

const invitationStates = ['open', 'accepted', 'revoked', 'expired'] as const;

export const Invitation = z.strictObject({
  id: z.uuid(), email: z.string(), role: z.enum(roles), customRole: Ref.nullable(), teams: z.array(Ref), invitedBy: z.string(),
  sentAt: time, expiresAt: time, state: z.enum(invitationStates),
});
export type Invitation = z.infer<typeof Invitation>;

/** What came of the email of an invitation. `failed`: the mail server did not take it. */
export const InvitationMail = z.enum(['sent', 'no_channel', 'failed']);

export const CustomRoleInput = z.strictObject({
  name: name.refine((text) => !(roles as readonly string[]).includes(text.toUpperCase()), 'This is the name of a built-in role. Give another one.'),
  description,
  permissions: z.array(z.enum(permissions)).max(permissions.length).transform((given) => permissions.filter((each) => given.includes(each))),
});
export type CustomRoleInput = z.infer<typeof CustomRoleInput>;

export const CustomRole = z.strictObject({
  id: z.uuid(), name: z.string(), description: z.string(), permissions: z.array(z.enum(permissions)), version: z.number().int(),
  usedBy: z.array(z.string()).max(5).describe('Some of who has it'), members: z.number().int(), invitations: z.number().int().describe('Open invitations to it'),
});
export type CustomRole = z.infer<typeof CustomRole>;

export const TeamInput = z.strictObject({
  name, description,
  memberIds: z.array(z.uuid()).max(peopleLimits.teamMembers).transform((ids) => [...new Set(ids)]),
});
export type TeamInput = z.infer<typeof TeamInput>;

export const Team = z.strictObject({ id: z.uuid(), name: z.string(), description: z.string(), version: z.number().int(), members: z.array(Ref) });
export type Team = z.infer<typeof Team>;

/** What an invitation says to who holds its link. */
export const OpenInvitation = z.strictObject({
  tenant: z.string(), email: z.string(), role: z.enum(roles), customRole: z.string().nullable(), invitedBy: z.string(), expiresAt: time,
  account: z.enum(['new', 'existing', 'deactivated']).describe('new: choose a name and a password; existing: sign in with this email to accept; deactivated: the account cannot sign in anywhere'),
});
export type OpenInvitation = z.infer<typeof OpenInvitation>;

export const OwnTenant = z.strictObject({ id: z.uuid(), name: z.string(), role: z.enum(roles), isCurrent: z.boolean() });
export type OwnTenant = z.infer<typeof OwnTenant>;
