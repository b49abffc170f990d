import type { Metadata } from 'next';
import { headers } from 'next/headers';
import Link from 'next/link';
import { AuthCard } from '@/components/auth/auth-card';
import { AcceptAsSelf } from '@/components/people/accept-as-self';
import { AcceptForm } from '@/components/people/accept-form';
import { buttonStyle } from '@/components/ui/button';
import { isAppError } from '@/lib/errors';
import type { OpenInvitation } from '@/lib/people/schemas';
import { pageSession } from '@/server/auth/page-session';
import { addressOf, requestIdFrom } from '@/server/http/request-headers';
import { readInvitation } from '@/server/people/accept-invitation';
import { runtime } from '@/server/runtime';

export const metadata: Metadata = { title: 'Invitation', robots: { index: false, follow: false }, referrer: 'no-referrer' };

/** For whoever holds the link of an invitation: a new person makes an account, one that exists signs in and accepts. */
export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const head = await headers();
  const found = await invitationOf({ token, address: addressOf(head), requestId: requestIdFrom(head) });
  if (typeof found === 'string') {
    return (
      <AuthCard title="This link leads nowhere" intro={found}>
        <Link href="/" className={buttonStyle({ size: 'large', className: 'w-full' })}>
          Open Nines
        </Link>
      </AuthCard>
    );
  }
  const { tenant, email, role, customRole, invitedBy, account } = found;
  const intro = `${invitedBy} invites ${email} as ${customRole === null ? role : `${role} with ${customRole}`}. The link works once.`;
  return (
    <AuthCard title={`Join ${tenant}`} intro={intro}>
      <Answer token={token} email={email} account={account} signedInAs={(await pageSession())?.user.email ?? null} />
    </AuthCard>
  );
}

function Answer({ token, email, account, signedInAs }: Pick<OpenInvitation, 'email' | 'account'> & { token: string; signedInAs: string | null }) {
  if (account === 'deactivated') return <p className="text-sm">The account {email} is deactivated. Ask for an invitation to another email, or to be activated where it belongs.</p>;
  if (signedInAs === email) return <AcceptAsSelf token={token} />;
  if (signedInAs !== null) return <p className="text-sm">You are signed in as {signedInAs}. Sign out, then open this link again.</p>;
  if (account === 'new') return <AcceptForm token={token} email={email} />;
  return (
    <Link href={`/sign-in?next=${encodeURIComponent(`/invitation/${token}`)}`} className={buttonStyle({ look: 'primary', size: 'large', className: 'w-full' })}>
      Sign in as {email}
    </Link>
  );
}

/** The invitation, or the sentence why there is none. */
async function invitationOf(request: Omit<Parameters<typeof readInvitation>[1], 'now'>): Promise<OpenInvitation | string> {
  try {
    return await readInvitation(runtime(), { ...request, now: Date.now() });
  } catch (error) {
    if (isAppError(error)) return error.message;
    throw error;
  }
}
