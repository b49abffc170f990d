import { pathText } from '@/lib/configuration/read-document';
import { sectionKeys, type ConfigDocument, type SectionKey } from '@/lib/configuration/schemas';
import { AppError, isAppError, type FieldIssue } from '@/lib/errors';

/** Where a thing stands in a document, by its section and name. */
export function placesIn(document: ConfigDocument): (key: SectionKey, name: string) => PropertyKey[] {
  const places = new Map<string, number>();
  for (const key of sectionKeys) {
    const section: unknown = document[key];
    if (Array.isArray(section)) for (const [at, item] of (section as { name: string }[]).entries()) places.set(`${key} ${item.name}`, at);
  }
  return (key, name) => {
    const at = places.get(`${key} ${name}`);
    return at === undefined ? [key] : [key, at];
  };
}

/** Runs a verb. What it throws is told with paths of the document, below `place`. */
export async function told<T>(run: () => Promise<T>, place: readonly PropertyKey[]): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const fault = isZodError(error) ? faultOf(error) : error;
    if (!isAppError(fault)) throw fault;
    const issues = located(fault, place);
    throw new AppError(fault.code, issues[0] && fault.issues.length > 0 ? `${issues[0].path}: ${issues[0].message}` : fault.message, { issues, cause: error });
  }
}

/** Of what only the whole of a thing shows. */
function faultOf({ issues }: { issues: { path: PropertyKey[]; message: string }[] }): AppError {
  return new AppError('invalid', 'The document is not valid.', { issues: issues.slice(0, 20).map(({ path, message }) => ({ path: path.map(String).join('.'), message })) });
}

function isZodError(error: unknown): error is { issues: { path: PropertyKey[]; message: string }[] } {
  return error instanceof Error && error.name === 'ZodError' && 'issues' in error;
}

/** What the bodies of endpoints call the thing itself. */
const wrappers: ReadonlySet<string> = new Set(['body', 'policy', 'schedule', 'window', 'objective', 'check', 'channel', 'job', 'service', 'page', 'root', 'team', 'role', 'rules']);
/** Sections whose endpoints have the thing under `settings`: for all others that is a field of it. */
const wrapped: ReadonlySet<PropertyKey> = new Set(['organisation', 'signIn', 'audit', 'limits', 'retention', 'alertRules', 'incidents']);
/** Ids of endpoints, and what documents have in their place. */
const renamed: Readonly<Record<string, string>> = { serviceId: 'service', channelIds: 'channels', escalationPolicyId: 'escalationPolicy', policyId: 'escalationPolicy', emailChannelId: 'emailChannel', checkIds: 'checks', checkId: 'check', memberIds: 'members' };

/** The issues of an error of a verb, by their paths in the document. */
export function located(error: AppError, place: readonly PropertyKey[]): FieldIssue[] {
  if (error.issues.length === 0) return [{ path: pathText(place), message: error.message }];
  return error.issues.map(({ path, message }) => {
    const parts = path.split('.');
    const isWrapped = wrappers.has(parts[1] ?? '') || (parts[1] === 'settings' && wrapped.has(place[0] ?? ''));
    const rest = parts[0] === 'body' ? parts.slice(isWrapped && parts.length > 2 ? 2 : 1) : parts;
    return { path: pathText([...place, ...rest.filter((part) => part !== '').map((part) => (/^\d+$/.test(part) ? Number(part) : (renamed[part] ?? part)))]), message };
  });
}
