import type { LimitKind } from '@/lib/settings/limit-settings';

/** What each limit counts, in words. */
export const limitWords: Record<LimitKind, { title: string; about: string; one: string; many: string }> = {
  address: { title: 'Address', about: 'Requests without a session or key: signing in, public links, badges, hooks. An IPv6 address counts with its whole /64.', one: 'address', many: 'addresses' },
  user: { title: 'Person', about: 'Requests of one person, in all browsers together.', one: 'person', many: 'people' },
  key: { title: 'API key', about: 'Requests of one key, queries and ingest among them; a request of many samples counts once.', one: 'key', many: 'keys' },
  tenant: { title: 'Organisation', about: 'Requests of all people and keys of one organisation together.', one: 'organisation', many: 'organisations' },
  handshake: { title: 'Live connections', about: 'Live connections that one address opens.', one: 'address', many: 'addresses' },
};

/** `1 request`, `12,000 requests`. */
export function requestsOf(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'request' : 'requests'}`;
}
