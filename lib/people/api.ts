import { z } from 'zod';
import { Email, NewPassword } from '@/lib/auth/credentials';
import { isStorable, notStorable } from '@/lib/alerts/suppression/storable';
import { endpoint } from '@/lib/endpoint';
import { CustomRole, CustomRoleInput, GivenRole, Invitation, InvitationMail, Member, memberStates, OpenInvitation, OwnTenant, peopleLimits, Team, TeamInput } from './schemas';

const read = { permission: 'monitoring.config.read' } as const;
const write = { permission: 'monitoring.people.update' } as const;
const version = z.number().int().min(1).describe('The version that the change was made from; another one is a conflict');
const MemberId = z.strictObject({ id: z.uuid('The id of a member.') });
const InvitationId = z.strictObject({ id: z.uuid('The id of an invitation.') });
const RoleId = z.strictObject({ id: z.uuid('The id of a custom role.') });
const TeamId = z.strictObject({ id: z.uuid('The id of a team.') });
const Token = z.strictObject({ token: z.string().min(1).max(100) });
const Nothing = z.strictObject({});
const text = (most: number) => z.string().trim().min(1).max(most).refine(isStorable, notStorable);

export const listMembers = endpoint({
  method: 'GET', path: '/api/monitoring/members', ...read, summary: 'The people of this tenant, by name',
  query: z.strictObject({
    text: z.string().max(200).refine(isStorable, notStorable).optional().describe('Found in the name and the email'), state: z.enum(memberStates).optional(),
    page: z.coerce.number().int().min(0).max(10_000).default(0).describe(`Of ${peopleLimits.page} each`),
  }),
  response: z.strictObject({ members: z.array(Member), total: z.number().int().describe('Of those that are asked for'), counts: z.strictObject({ active: z.number().int(), deactivated: z.number().int() }), at: z.number().int() }),
});
export const readMember = endpoint({ method: 'GET', path: '/api/monitoring/members/{id}', ...read, summary: 'One person of this tenant', params: MemberId, response: Member });
export const setMemberRole = endpoint({
  method: 'PUT', path: '/api/monitoring/members/{id}/role', ...write, summary: 'Change the role of a person, at once', params: MemberId, body: z.strictObject({ version, given: GivenRole }), response: Member,
});
export const setMemberActive = endpoint({
  method: 'PUT', path: '/api/monitoring/members/{id}/active', ...write, summary: 'Deactivate a person, whose sessions end at once, or activate them again', params: MemberId, body: z.strictObject({ version, isActive: z.boolean() }), response: Member,
});
export const removeMember = endpoint({ method: 'DELETE', path: '/api/monitoring/members/{id}', ...write, summary: 'Remove a person from this tenant; what they did stays', params: MemberId, response: Nothing });
export const endMemberSessions = endpoint({
  method: 'POST', path: '/api/monitoring/members/{id}/end-sessions', ...write, summary: 'Sign a person out of this tenant everywhere, at once', params: MemberId, body: Nothing, response: z.strictObject({ ended: z.number().int() }),
});
export const transferOwnership = endpoint({
  method: 'POST', path: '/api/monitoring/members/{id}/transfer', ...write, summary: 'Make another person OWNER and become ADMIN, in one step', params: MemberId,
  body: z.strictObject({ tenantName: z.string().max(200).describe('The name of the tenant, typed to confirm') }), response: Member,
});

export const listInvitations = endpoint({ method: 'GET', path: '/api/monitoring/invitations', ...read, summary: 'Invitations, the newest first; at most 200', response: z.strictObject({ invitations: z.array(Invitation).max(200), at: z.number().int() }) });
const Invited = z.strictObject({ invitation: Invitation, url: z.url().describe('The one-time link; it is not shown again'), mail: InvitationMail });
export const createInvitation = endpoint({
  method: 'POST', path: '/api/monitoring/invitations', ...write, summary: 'Invite somebody by a one-time link, and by email where the tenant has an email channel',
  body: z.strictObject({ email: Email, given: GivenRole, teamIds: z.array(z.uuid()).max(20).default([]) }), response: Invited,
});
export const resendInvitation = endpoint({ method: 'POST', path: '/api/monitoring/invitations/{id}/resend', ...write, summary: 'Make a new link of an invitation; the one before ends', params: InvitationId, body: Nothing, response: Invited });
export const revokeInvitation = endpoint({ method: 'DELETE', path: '/api/monitoring/invitations/{id}', ...write, summary: 'Take an invitation back', params: InvitationId, response: Nothing });

export const readInvitation = endpoint({ method: 'GET', path: '/api/invitations/{token}', permission: 'public', summary: 'What an invitation is to, for who holds its link', params: Token, response: OpenInvitation });
export const acceptAsNew = endpoint({
  method: 'POST', path: '/api/invitations/{token}', permission: 'public', summary: 'Accept an invitation with a new account, once', params: Token,
  body: z.strictObject({ name: text(120), password: NewPassword }), response: z.strictObject({ email: z.string() }),
});
export const acceptAsSelf = endpoint({
  method: 'POST', path: '/api/invitations/{token}/accept', permission: 'self', summary: 'Accept an invitation with the account that is signed in, once', params: Token, body: Nothing, response: z.strictObject({ tenantId: z.uuid() }),
});

const RoleList = z.strictObject({ roles: z.array(CustomRole).max(peopleLimits.customRoles) });
export const listRoles = endpoint({ method: 'GET', path: '/api/monitoring/roles', ...read, summary: 'Custom roles, by name', response: RoleList });
export const createRole = endpoint({ method: 'POST', path: '/api/monitoring/roles', ...write, summary: 'Make a custom role of permissions that the caller holds', body: CustomRoleInput, response: CustomRole });
export const updateRole = endpoint({ method: 'PUT', path: '/api/monitoring/roles/{id}', ...write, summary: 'Change a custom role, at once for all who have it', params: RoleId, body: z.strictObject({ version, role: CustomRoleInput }), response: CustomRole });
export const deleteRole = endpoint({ method: 'DELETE', path: '/api/monitoring/roles/{id}', ...write, summary: 'Delete a custom role that nobody has', params: RoleId, response: Nothing });

export const listTeams = endpoint({
  method: 'GET', path: '/api/monitoring/teams', ...read, summary: 'Teams, by name, and the names that services and rules use without there being a team',
  response: z.strictObject({ teams: z.array(Team).max(peopleLimits.teams), unknown: z.array(z.string()).max(peopleLimits.hints) }),
});
export const createTeam = endpoint({ method: 'POST', path: '/api/monitoring/teams', ...write, summary: 'Make a team', body: TeamInput, response: Team });
export const updateTeam = endpoint({ method: 'PUT', path: '/api/monitoring/teams/{id}', ...write, summary: 'Change a team and who belongs to it', params: TeamId, body: z.strictObject({ version, team: TeamInput }), response: Team });
export const deleteTeam = endpoint({ method: 'DELETE', path: '/api/monitoring/teams/{id}', ...write, summary: 'Delete a team; its people stay', params: TeamId, response: Nothing });

export const listOwnTenants = endpoint({ method: 'GET', path: '/api/account/tenants', permission: 'self', summary: 'The tenants that the signed-in person belongs to', response: z.strictObject({ tenants: z.array(OwnTenant).max(100) }) });
export const switchTenant = endpoint({
  method: 'POST', path: '/api/account/tenant', permission: 'self', summary: 'Go on in another tenant with this session', body: z.strictObject({ tenantId: z.uuid() }), response: z.strictObject({ tenant: OwnTenant }),
});
