import type { RouteModules } from '@/server/http/route-table';
import * as account from '../account/route';
import * as accountContacts from '../account/contacts/route';
import * as accountContact from '../account/contacts/[id]/route';
import * as accountContactsConfirm from '../account/contacts/confirm/route';
import * as accountFactors from '../account/factors/route';
import * as accountFactor from '../account/factors/[id]/route';
import * as accountPasskeys from '../account/factors/passkeys/route';
import * as accountPasskeysBegin from '../account/factors/passkeys/begin/route';
import * as accountTotp from '../account/factors/totp/route';
import * as accountTotpConfirm from '../account/factors/totp/[id]/confirm/route';
import * as accountIdentities from '../account/identities/route';
import * as accountIdentity from '../account/identities/[provider]/route';
import * as accountPasskeySignIn from '../account/passkey-sign-in/route';
import * as accountPassword from '../account/password/route';
import * as accountProof from '../account/proof/route';
import * as accountProofBegin from '../account/proof/begin/route';
import * as accountRecoveryCodes from '../account/recovery-codes/route';
import * as accountReset from '../account/reset/route';
import * as accountResetRequest from '../account/reset-request/route';
import * as accountSessions from '../account/sessions/route';
import * as accountSession from '../account/sessions/[id]/route';
import * as accountTenant from '../account/tenant/route';
import * as accountTenants from '../account/tenants/route';
import * as accountTheme from '../account/theme/route';
import * as invitationByToken from '../invitations/[token]/route';
import * as invitationAccept from '../invitations/[token]/accept/route';
import * as setup from '../setup/route';

/** Your own account, signing in and what is open before it. */
export const accountRoutes: RouteModules = {
  '/api/account': account,
  '/api/account/contacts': accountContacts,
  '/api/account/contacts/[id]': accountContact,
  '/api/account/contacts/confirm': accountContactsConfirm,
  '/api/account/factors': accountFactors,
  '/api/account/factors/[id]': accountFactor,
  '/api/account/factors/passkeys': accountPasskeys,
  '/api/account/factors/passkeys/begin': accountPasskeysBegin,
  '/api/account/factors/totp': accountTotp,
  '/api/account/factors/totp/[id]/confirm': accountTotpConfirm,
  '/api/account/identities': accountIdentities,
  '/api/account/identities/[provider]': accountIdentity,
  '/api/account/passkey-sign-in': accountPasskeySignIn,
  '/api/account/password': accountPassword,
  '/api/account/proof': accountProof,
  '/api/account/proof/begin': accountProofBegin,
  '/api/account/recovery-codes': accountRecoveryCodes,
  '/api/account/reset': accountReset,
  '/api/account/reset-request': accountResetRequest,
  '/api/account/sessions': accountSessions,
  '/api/account/sessions/[id]': accountSession,
  '/api/account/tenant': accountTenant,
  '/api/account/tenants': accountTenants,
  '/api/account/theme': accountTheme,
  '/api/invitations/[token]': invitationByToken,
  '/api/invitations/[token]/accept': invitationAccept,
  '/api/setup': setup,
};
