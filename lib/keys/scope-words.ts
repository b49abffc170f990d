import { permissionWords } from '@/lib/auth/permission-words';
import { permissions, type Permission } from '@/lib/auth/permissions';

/** Scopes that are wanted together. */
export const scopePresets: readonly { name: string; scopes: readonly Permission[] }[] = [
  { name: 'Write metrics', scopes: ['monitoring.write'] },
  { name: 'Read everything', scopes: ['monitoring.read', 'monitoring.config.read', 'monitoring.audit.read'] },
  { name: 'Full', scopes: permissions },
];

/** Scopes in a few words, the name of a preset where they are one. */
export function wordsOfScopes(scopes: readonly Permission[]): string {
  const preset = scopePresets.find((each) => each.scopes.length === scopes.length && each.scopes.every((scope) => scopes.includes(scope)));
  if (preset) return preset.name;
  return scopes.map((scope) => permissionWords[scope]).join('; ') || 'Nothing: its scopes are no longer known';
}
