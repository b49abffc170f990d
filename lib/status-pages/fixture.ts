import type { PublicComponent, PublicDay, PublicIncident, PublicPage } from './public-page';

const dayMs = 86_400_000;
export const noon = Date.parse('2026-11-22T12:03:00Z');

/** Ninety days that end today, with some of them changed: 0 is today. */
export function daysOf(changed: Readonly<Record<number, Partial<PublicDay>>> = {}): PublicDay[] {
  return Array.from({ length: 90 }, (_, index) => {
    const back = 89 - index;
    return { day: new Date(noon - back * dayMs).toISOString().slice(0, 10), look: 'up', downMs: 0, degradedMs: 0, ...changed[back] } as const;
  });
}

export function componentOf(name: string, changed: Partial<PublicComponent> = {}): PublicComponent {
  return { name, group: '', description: '', state: 'operational', days: daysOf(), uptimePercent: 99.998, ...changed };
}

export function incidentOf(changed: Partial<PublicIncident> = {}): PublicIncident {
  return {
    key: '7a00000000aa', formerly: [], title: 'Orders fail', state: 'identified', isOpen: true, from: noon - 40 * 60_000, to: null,
    posts: [
      { id: '0d5f6c0e-7a55-4f0b-9d55-111111111111', at: noon - 12 * 60_000, state: 'identified', text: 'A **full disk** stops new orders. We make room; the next update comes at 12:30 UTC.' },
      { id: '0d5f6c0e-7a55-4f0b-9d55-222222222222', at: noon - 40 * 60_000, state: 'investigating', text: 'Some orders fail. We look into it.' },
    ],
    components: [{ name: 'Checkout', state: 'partial_outage' }],
    ...changed,
  };
}

/** A page with nothing on it but what is changed. */
export function pageOf(changed: Partial<PublicPage> = {}): PublicPage {
  return {
    name: 'Acme', description: '', accent: null, timeZone: 'UTC', links: [], supportUrl: null, uptime: 'bars', historyDays: 15, isIndexed: true, canSubscribeByEmail: false, components: [], incidents: [], maintenance: [],
    address: 'https://nines.example.com/status/acme', base: '/status/acme', asOf: noon, isBehind: false, ...changed,
  };
}
