import { messageOf } from '@/lib/errors';
import type { TenantRef } from '@/lib/tenants';
import { sendAccountMail, type AccountMail } from '@/server/auth/account-mail';
import type { AccountWorld } from './own';

/** Tells a person by mail what happened to the account, where the tenant has an email channel. Nobody waits for it, and what fails is in the log. */
export function tell(world: AccountWorld, tenant: TenantRef, mail: AccountMail): void {
  const rest = `If this was not you, set a new password at once:\n\n${world.url}/forgot`;
  sendAccountMail(world, tenant, { ...mail, text: `${mail.text}\n\n${rest}` }).catch((error: unknown) => world.log.warn({ reason: messageOf(error) }, 'a mail about an account could not be sent'));
}
