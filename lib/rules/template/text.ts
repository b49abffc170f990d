/** Each word with a capital first letter, the others as they are. */
export function titleCase(value: string): string {
  return value.replace(/[\p{L}\p{N}][\p{L}\p{N}'\u2019_]*/gu, (word) => {
    const [first = '', ...rest] = word;
    return first.toUpperCase() + rest.join('');
  });
}

/** `host` of `host:port`; anything else as it is. */
export function stripPort(hostPort: string): string {
  return splitHostPort(hostPort)?.host ?? hostPort;
}

/** The first part of a host's name, its port kept; addresses as they are. */
export function stripDomain(hostPort: string): string {
  const split = splitHostPort(hostPort);
  const host = split?.host ?? hostPort;
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(host) || /^[0-9a-fA-F:.]*:[0-9a-fA-F:.]*$/.test(host)) return hostPort;
  const name = host.split('.')[0] ?? '';
  return split && split.port !== '' ? `${name}:${split.port}` : name;
}

function splitHostPort(value: string): { host: string; port: string } | null {
  const match = /^(?:\[([^[\]]*)\]|([^:[\]]*)):([^:[\]]*)$/.exec(value);
  return match ? { host: match[1] ?? match[2] ?? '', port: match[3] ?? '' } : null;
}
