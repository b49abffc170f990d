import type { ComponentState, IncidentState } from '@/lib/incidents/schemas';
import type { ShownState } from './states';

/** A local day of a component: the worst that its checks saw, and for how long. */
export interface PublicDay {
  /** Like 2026-03-29. */
  day: string;
  look: 'up' | 'degraded' | 'down' | 'maintenance' | 'unknown';
  downMs: number;
  degradedMs: number;
}

export interface PublicComponent {
  name: string;
  group: string;
  description: string;
  state: ShownState;
  /** The oldest first; null: not shown. */
  days: readonly PublicDay[] | null;
  uptimePercent: number | null;
}

export interface PublicPost {
  id: string;
  /** Milliseconds since 1970, as all times here. */
  at: number;
  state: IncidentState;
  /** Markdown. */
  text: string;
}

export interface PublicIncident {
  /** Names it in addresses, and tells nothing of how many others there are. */
  key: string;
  /** Under which it was told of before it was merged into this one; links to them lead here. */
  formerly: readonly string[];
  title: string;
  state: IncidentState;
  isOpen: boolean;
  /** Of the first post. */
  from: number;
  /** Of the post that says that it is over; null where none does. */
  to: number | null;
  /** The newest first. */
  posts: readonly PublicPost[];
  /** What its posts say of components. */
  components: readonly { name: string; state: ComponentState }[];
}

export interface PublicMaintenance {
  title: string;
  /** Markdown. */
  text: string;
  components: readonly string[];
  startsAt: number;
  endsAt: number;
}

/** All that the public may read of a tenant, and nothing else: pages are made of this alone. */
export interface PublicPage {
  name: string;
  /** Markdown. */
  description: string;
  /** The organisation's own colour as #rrggbb; null for none. */
  accent: string | null;
  timeZone: string;
  links: readonly { title: string; url: string }[];
  supportUrl: string | null;
  uptime: 'percent' | 'bars';
  historyDays: number;
  isIndexed: boolean;
  canSubscribeByEmail: boolean;
  components: readonly PublicComponent[];
  /** The newest first. */
  incidents: readonly PublicIncident[];
  /** The next one first. */
  maintenance: readonly PublicMaintenance[];
  /** Where the page is, and what its links begin with: empty at a name of its own. */
  address: string;
  base: string;
  asOf: number;
  /** Whether what is newer could not be read. */
  isBehind: boolean;
}
