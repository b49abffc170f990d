import { signOut } from 'next-auth/react';

/** Ends the session and goes to the sign-in page. */
export async function leave(): Promise<void> {
  await signOut({ callbackUrl: '/sign-in' });
}
