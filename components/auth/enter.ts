import { signIn } from 'next-auth/react';

/** Signs in; gives null when it worked, else the sentence to show. */
export async function enter(email: string, password: string): Promise<string | null> {
  try {
    const result = await signIn('credentials', { redirect: false, email, password });
    if (result?.ok && !result.error) return null;
    return sentenceOf(result?.error ?? null);
  } catch {
    return 'The server cannot be reached. Check that Nines runs and try again.';
  }
}

/** The sentence of an error code of next-auth or of our own. */
function sentenceOf(code: string | null): string {
  switch (code) {
    case 'CredentialsSignin':
      return 'Email or password is wrong.';
    case 'too_many_attempts':
      return 'Too many attempts. Wait a few minutes, then try again.';
    default:
      return 'Signing in failed. Try again.';
  }
}
