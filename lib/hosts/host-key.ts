import { hostSources, type HostIdentity } from './source';

/** A host's identity as one path segment that needs no further encoding: `node_exporter~node~10.0.0.1:9100~`. */
export function hostKeyOf({ source, job, instance, hostName }: HostIdentity): string {
  return [source, job, instance, hostName].map(escapePart).join('~');
}

/** The identity that a key stands for; null for a text that is no key. */
export function parseHostKey(key: string): HostIdentity | null {
  const parts = key.split('~').map(unescapePart);
  const [name, job, instance, hostName] = parts;
  const source = hostSources.find((each) => each === name);
  if (parts.length !== 4 || !source || job === undefined || instance === undefined || hostName === undefined) return null;
  const identity = { source, job, instance, hostName };
  return hostKeyOf(identity) === key ? identity : null;
}

/** `!` and four hexadecimal digits stand for a UTF-16 code unit. */
function escapePart(text: string): string {
  return text.replace(/[^A-Za-z0-9._:-]/g, (unit) => [...Array(unit.length).keys()].map((at) => `!${unit.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''));
}

function unescapePart(text: string): string {
  return text.replace(/!([0-9a-f]{4})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}
