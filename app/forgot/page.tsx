import type { Metadata } from 'next';
import Link from 'next/link';
import { AuthCard } from '@/components/auth/auth-card';
import { ForgotForm } from '@/components/auth/forgot-form';

export const metadata: Metadata = { title: 'Forgot your password' };

export default function ForgotPage() {
  return (
    <AuthCard title="Forgot your password?" intro={<p>A link to set a new one is sent to the address that you sign in with.</p>}>
      <div className="flex flex-col gap-4">
        <ForgotForm />
        <Link href="/sign-in" className="inline-flex h-11 items-center self-center text-sm text-muted underline underline-offset-4 hover:text-ink">
          Back to signing in
        </Link>
      </div>
    </AuthCard>
  );
}
