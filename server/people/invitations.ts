import type { z } from 'zod';
import type { Caller } from '@/lib/context';
import { AppError, messageOf } from '@/lib/errors';
import type { createInvitation as createEndpoint } from '@/lib/people/api';
import { refusalToGive } from '@/lib/people/rights';
import { peopleLimits, type Invitation } from '@/lib/people/schemas';
import { storedActor } from '@/server/audit/record';
import { sendAccountMail, type MailWorld } from '@/server/auth/account-mail';
import type { Transaction } from '@/server/database/database';
import { changeBy, changePeople } from './change-people';
import { handOf, refuse } from './hand';
import { hashInvitationToken, invitationInclude, invitationState, makeInvitationToken, viewOfInvitation, type InvitationRow } from './invitation-view';
import { addedBy } from './roles';
import { teamsOf } from './teams';

interface Verbs extends MailWorld {
  /** Where people reach Nines. */
  url: string;
}

type Asked = z.output<NonNullable<(typeof createEndpoint)['body']>>;
type Invited = z.input<(typeof createEndpoint)['response']>;

const mostShown = 200;
const dayMs = 86_400_000;
const hourMs = 3_600_000;
const resendAfterMs = 60_000;
const keptMs = 90 * dayMs;

/** The invitations of the caller's tenant, the newest first. */
export function listInvitations({ database }: Pick<Verbs, 'database'>, { tenant, now }: Caller): Promise<{ invitations: Invitation[]; at: number }> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const rows = await tx.invitation.findMany({ where: { tenantId: tenant.id }, include: invitationInclude, orderBy: [{ createdAt: 'desc' }, { id: 'asc' }], take: mostShown });
    const teams = await tx.team.findMany({ where: { tenantId: tenant.id }, select: { id: true, name: true }, orderBy: { name: 'asc' }, take: peopleLimits.teams });
    return { invitations: rows.map((row) => viewOfInvitation(row, teams, now)), at: now };
  });
}

/**
 * Invites somebody for seven days. The one-time link is in this answer alone, and in the email where the tenant has an email channel. Throws `forbidden` by the rules of lib/people/rights.ts,
 * `invalid` for a role or a team that there is not, `conflict` for who is a member or invited already and for too many open ones, `too_many_requests` for too many in an hour.
 */
export async function createInvitation(verbs: Verbs, caller: Caller, { email, given, teamIds }: Asked): Promise<Invited> {
  const { tenant, now } = caller;
  const token = makeInvitationToken();
  const invitation = await changePeople(verbs.database, changeBy(caller), 'invitation.create', async (tx) => {
    const hand = await handOf(tx, caller);
    const custom = await addedBy(tx, tenant.id, given.customRoleId, 'body.given.customRoleId');
    refuse(refusalToGive(hand, { role: given.role, added: custom?.permissions ?? [] }));
    const teams = await teamsOf(tx, tenant.id, [...new Set(teamIds)], 'body.teamIds');
    await refuseKnown(tx, tenant.id, email, now);
    await refuseTooMany(tx, tenant.id, now);
    const row = await tx.invitation.create({
      data: {
        tenantId: tenant.id, email, role: given.role, customRoleId: given.customRoleId, teamIds: teams.map(({ id }) => id),
        invitedBy: invitedBy(caller),
        tokenHash: hashInvitationToken(token), createdAt: new Date(now), expiresAt: new Date(now + peopleLimits.invitationDays * dayMs),
      },
      include: invitationInclude,
    });
    return { result: viewOfInvitation(row, teams, now), before: null, after: storedOf(row) };
  });
  return tell(verbs, caller, invitation, token);
}

/** Makes a new link for another seven days, which the caller answers for from now on; the one before ends. Throws as createInvitation, `not_found`, and `conflict` for one that was accepted or revoked. */
export async function resendInvitation(verbs: Verbs, caller: Caller, id: string): Promise<Invited> {
  const { tenant, now } = caller;
  const token = makeInvitationToken();
  const invitation = await changePeople(verbs.database, changeBy(caller), 'invitation.resend', async (tx) => {
    const before = await givable(tx, caller, id);
    if (now - before.createdAt.getTime() < resendAfterMs) throw new AppError('too_many_requests', 'It was sent less than a minute ago. Wait a moment.', { retryAfterSeconds: 60 });
    if (invitationState(before, now) === 'expired') await refuseTooMany(tx, tenant.id, now);
    const data = { invitedBy: invitedBy(caller), tokenHash: hashInvitationToken(token), createdAt: new Date(now), expiresAt: new Date(now + peopleLimits.invitationDays * dayMs) };
    const row = await tx.invitation.update({ where: { id }, data, include: invitationInclude });
    const teams = await tx.team.findMany({ where: { tenantId: tenant.id, id: { in: row.teamIds } }, select: { id: true, name: true } });
    return { result: viewOfInvitation(row, teams, now), before: storedOf(before), after: storedOf(row) };
  });
  return tell(verbs, caller, invitation, token);
}

/** Takes an invitation back: its link ends. Throws `not_found`, `forbidden`, and `conflict` for one that was accepted or revoked. */
export function revokeInvitation({ database }: Pick<Verbs, 'database'>, caller: Caller, id: string): Promise<void> {
  return changePeople(database, changeBy(caller), 'invitation.revoke', async (tx) => {
    const row = await givable(tx, caller, id);
    await tx.invitation.update({ where: { id }, data: { revokedAt: new Date(caller.now) } });
    return { result: undefined, before: storedOf(row), after: null };
  });
}

/** One that was neither accepted nor revoked, to a role that the caller may give. */
async function givable(tx: Transaction, caller: Caller, id: string): Promise<InvitationRow> {
  const row = await tx.invitation.findFirst({ where: { id, tenantId: caller.tenant.id }, include: invitationInclude });
  if (!row) throw new AppError('not_found', 'There is no invitation with this id.');
  refuse(refusalToGive(await handOf(tx, caller), { role: row.role, added: row.customRole?.permissions ?? [] }));
  const state = invitationState(row, caller.now);
  if (state === 'accepted' || state === 'revoked') throw new AppError('conflict', `This invitation was ${state} already.`);
  return row;
}

async function refuseKnown(tx: Transaction, tenantId: string, email: string, now: number): Promise<void> {
  const member = await tx.membership.findFirst({ where: { tenantId, user: { email } }, select: { deactivatedAt: true } });
  if (member?.deactivatedAt) throw new AppError('conflict', `${email} is a member already, and deactivated. Activate them instead.`);
  if (member) throw new AppError('conflict', `${email} is a member already.`);
  const open = await tx.invitation.count({ where: { tenantId, email, acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date(now) } } });
  if (open > 0) throw new AppError('conflict', `${email} is invited already. Send that invitation again, or revoke it first.`);
}

async function refuseTooMany(tx: Transaction, tenantId: string, now: number): Promise<void> {
  await tx.invitation.deleteMany({ where: { tenantId, expiresAt: { lt: new Date(now - keptMs) } } });
  const open = await tx.invitation.count({ where: { tenantId, acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date(now) } } });
  if (open >= peopleLimits.openInvitations) throw new AppError('conflict', `${peopleLimits.openInvitations} invitations are open already. Revoke one first.`);
  const recent = await tx.invitation.count({ where: { tenantId, createdAt: { gt: new Date(now - hourMs) } } });
  if (recent >= peopleLimits.invitationsPerHour) throw new AppError('too_many_requests', `${peopleLimits.invitationsPerHour} people were invited within an hour. Go on later.`, { retryAfterSeconds: 600 });
}

/** Sends the link by email, where that is possible; it is in the answer whether it is or not. */
async function tell(verbs: Verbs, caller: Caller, invitation: Invitation, token: string): Promise<Invited> {
  const { name } = caller.tenant;
  const url = `${verbs.url}/invitation/${token}`;
  const text = [
    `${nameOf(caller)} invites you to ${name} in Nines, as ${invitation.customRole?.name ?? invitation.role.toLowerCase()}.`,
    `Open this link to accept. It works once, until ${new Date(invitation.expiresAt).toUTCString()}.`,
    url,
    'If you do not expect this, ignore it: nothing happens then.',
  ].join('\n\n');
  try {
    return { invitation, url, mail: await sendAccountMail(verbs, caller.tenant, { to: invitation.email, subject: `You are invited to ${name}`, text }, invitation.role === 'OWNER' ? ['OWNER'] : ['OWNER', 'ADMIN']) };
  } catch (error) {
    verbs.log.warn({ reason: messageOf(error), requestId: caller.requestId }, 'an invitation could not be sent by email');
    return { invitation, url, mail: 'failed' };
  }
}

function invitedBy(caller: Caller) {
  return { ...storedActor(caller.actor), name: nameOf(caller) };
}

function nameOf({ actor }: Caller): string {
  if (actor.kind === 'user') return actor.name ?? actor.email;
  return actor.kind === 'key' ? actor.name : 'Nines';
}

function storedOf({ email, role, customRole, expiresAt }: InvitationRow) {
  return { email, role, customRole: customRole?.name ?? null, expiresAt: expiresAt.getTime() };
}
