import type { RouteModules } from '@/server/http/route-table';
import * as invitations from '../monitoring/invitations/route';
import * as invitation from '../monitoring/invitations/[id]/route';
import * as invitationResend from '../monitoring/invitations/[id]/resend/route';
import * as members from '../monitoring/members/route';
import * as member from '../monitoring/members/[id]/route';
import * as memberActive from '../monitoring/members/[id]/active/route';
import * as memberSessions from '../monitoring/members/[id]/end-sessions/route';
import * as memberRole from '../monitoring/members/[id]/role/route';
import * as memberTransfer from '../monitoring/members/[id]/transfer/route';
import * as people from '../monitoring/people/route';
import * as customRoles from '../monitoring/roles/route';
import * as customRole from '../monitoring/roles/[id]/route';
import * as teams from '../monitoring/teams/route';
import * as team from '../monitoring/teams/[id]/route';

/** Who belongs to the organisation, and what they may do. */
export const peopleRoutes: RouteModules = {
  '/api/monitoring/invitations': invitations,
  '/api/monitoring/invitations/[id]': invitation,
  '/api/monitoring/invitations/[id]/resend': invitationResend,
  '/api/monitoring/members': members,
  '/api/monitoring/members/[id]': member,
  '/api/monitoring/members/[id]/active': memberActive,
  '/api/monitoring/members/[id]/end-sessions': memberSessions,
  '/api/monitoring/members/[id]/role': memberRole,
  '/api/monitoring/members/[id]/transfer': memberTransfer,
  '/api/monitoring/people': people,
  '/api/monitoring/roles': customRoles,
  '/api/monitoring/roles/[id]': customRole,
  '/api/monitoring/teams': teams,
  '/api/monitoring/teams/[id]': team,
};
