import { runtime } from '@/server/runtime';
import { loadProviders } from './load-providers';

/** What the sign-in page shows besides the form: the providers without their secrets, and whether any tenant takes passwords. */
export async function waysIn(): Promise<{ providers: { key: string; name: string }[]; takesPasswords: boolean }> {
  const providers = await loadProviders(runtime());
  const takesPasswords = await runtime().database.transaction({ kind: 'auth' }, async (tx) => {
    const without = await tx.tenantSettings.count({ where: { section: 'sign-in', settings: { path: ['isPasswordOn'], equals: false } } });
    return without < (await tx.tenant.count());
  });
  return { providers: providers.map(({ key, name }) => ({ key, name })), takesPasswords };
}
