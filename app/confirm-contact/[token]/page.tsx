import type { Metadata } from 'next';
import { AuthCard } from '@/components/auth/auth-card';
import { ConfirmContactForm } from '@/components/auth/confirm-contact-form';

/** The address of this page is a secret: it is told to nobody. */
export const metadata: Metadata = { title: 'Confirm an address', referrer: 'no-referrer' };

export default async function ConfirmContactPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  return (
    <AuthCard title="Confirm an address" intro={<p>Nines writes to it from then on, where the account says so.</p>}>
      <ConfirmContactForm token={token} />
    </AuthCard>
  );
}
