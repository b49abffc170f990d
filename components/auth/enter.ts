import { signIn } from 'next-auth/react';

/** What came of trying to sign in: it worked, a second factor is asked for, or the sentence to show. */
export type Entered = { kind: 'in' } | { kind: 'second_factor' } | { kind: 'refused'; sentence: string };

/** Signs in by a password alone; gives null when it worked, else the sentence to show. */
export async function enter(email: string, password: string): Promise<string | null> {
  const entered = await enterByPassword({ email, password });
  if (entered.kind === 'in') return null;
  return entered.kind === 'refused' ? entered.sentence : 'This account has a second factor. Sign in on the page for that.';
}

export function enterByPassword(credentials: { email: string; password: string; code?: string }): Promise<Entered> {
  return enterBy('credentials', credentials, credentials.code === undefined ? 'Email or password is wrong.' : 'The code is wrong, or was used already. Wait for the next one and try again.');
}

/** `response` is what the browser's passkey signed. */
export function enterByPasskey(response: unknown): Promise<Entered> {
  return enterBy('passkey', { response: JSON.stringify(response) }, 'This passkey was not accepted. It may have been removed from the account, or belong to another place.');
}

async function enterBy(provider: string, credentials: Record<string, string>, wrong: string): Promise<Entered> {
  try {
    const result = await signIn(provider, { redirect: false, ...credentials });
    if (result?.ok && !result.error) return { kind: 'in' };
    if (result?.error === 'second_factor') return { kind: 'second_factor' };
    return { kind: 'refused', sentence: sentenceOf(result?.error ?? null, wrong) };
  } catch {
    return { kind: 'refused', sentence: 'The server cannot be reached. Check that Nines runs and try again.' };
  }
}

/** The sentence of an error code of next-auth or of our own. */
function sentenceOf(code: string | null, wrong: string): string {
  switch (code) {
    case 'CredentialsSignin':
      return wrong;
    case 'too_many_attempts':
      return 'Too many attempts. Wait a few minutes, then try again.';
    default:
      return 'Signing in failed. Try again.';
  }
}
