import { fieldsOf, linesOf } from './fields';

/** The IPv4 address of the default gateway with the lowest metric in /proc/net/route (little-endian hex), or null. */
export function parseDefaultGateway(text: string): string | null {
  const gateways = linesOf(text).flatMap((line) => {
    const [, destination, gateway, , , , metric, mask] = fieldsOf(line);
    const isDefault = destination === '00000000' && mask === '00000000';
    return isDefault && gateway !== undefined && /^[0-9A-F]{8}$/i.test(gateway) && gateway !== '00000000'
      ? [{ gateway, metric: Number(metric) }]
      : [];
  });
  const best = gateways.sort((a, b) => a.metric - b.metric)[0];
  if (best === undefined) return null;
  const bytes = best.gateway.match(/../g) ?? [];
  return bytes.reverse().map((byte) => Number.parseInt(byte, 16)).join('.');
}
