import { permissionWords } from '@/lib/auth/permission-words';
import type { Permission, Role } from '@/lib/auth/permissions';
import type { Invitation } from '@/lib/people/schemas';

/** Several of them in one sentence. */
export function permissionSentence(permissions: readonly Permission[]): string {
  const [first, ...more] = permissions.map((each) => permissionWords[each]);
  return first === undefined ? 'Nothing' : [first, ...more.map((words) => words.charAt(0).toLowerCase() + words.slice(1))].join(', ');
}

export const roleWords: Record<Role, string> = {
  OWNER: 'Holds every permission, and is the only one who can make, change or remove an OWNER.',
  ADMIN: 'Holds every permission. Can change everybody but OWNERs and other ADMINs.',
  MEMBER: 'Belongs here and holds nothing until a custom role adds permissions.',
  VIEWER: 'As MEMBER: holds nothing until a custom role adds permissions.',
};

export const invitationWords: Record<Invitation['state'], string> = { open: 'Open', accepted: 'Accepted', revoked: 'Revoked', expired: 'Expired' };

const ways: Record<string, string> = { password: 'password', passkey: 'passkey' };

/** How somebody signs in, in a few words. */
export function signInWords({ signsInBy, hasSecondFactor }: { signsInBy: readonly string[]; hasSecondFactor: boolean }): string {
  const by = signsInBy.length === 0 ? 'no way to sign in' : signsInBy.map((each) => ways[each] ?? each).join(', ');
  return `${by}, ${hasSecondFactor ? 'with' : 'without'} a second factor`;
}
