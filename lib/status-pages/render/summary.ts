import { drawBadge } from '@/lib/badges/draw';
import type { PublicPage } from '../public-page';
import { newestPosts } from './shown-posts';
import { wordsText } from './texts';
import { incidentWords, overallOf, percentWords, stateWords } from './words';

/** The page for programs. Times are ISO 8601. */
export function summaryJson(page: PublicPage): string {
  const overall = overallOf(page);
  const open = page.incidents.filter(({ isOpen }) => isOpen);
  const shown = newestPosts(open);
  return JSON.stringify({
    page: { name: page.name, url: page.address, asOf: isoOf(page.asOf), isBehind: page.isBehind },
    status: { look: overall.look, text: overall.text },
    components: page.components.map(({ name, group, state, uptimePercent }) => ({
      name, group, state, text: stateWords[state], ...(page.uptime === 'percent' ? { uptimePercent: uptimePercent === null ? null : Number(percentWords(uptimePercent).replace(' %', '')) } : {}),
    })),
    incidents: open.map(({ key, title, state, from, components }) => ({
      title, state, text: incidentWords[state], url: `${page.address}/incidents/${key}`, startedAt: isoOf(from), components,
      posts: shown.filter(({ incident }) => incident.key === key).map(({ post }) => ({ id: post.id, at: isoOf(post.at), state: post.state, text: wordsText(post.text) })),
    })),
    maintenance: page.maintenance.map(({ title, components, startsAt, endsAt }) => ({ title, components, startsAt: isoOf(startsAt), endsAt: isoOf(endsAt) })),
  });
}

const badgeWords = { ok: 'operational', warning: 'trouble', critical: 'outage', unknown: 'no data', planned: 'maintenance' } as const;

/** The page in two words, as an SVG picture. */
export function summaryBadge(page: PublicPage): string {
  const { look, text } = overallOf(page);
  return drawBadge({ label: 'status', text: badgeWords[look], look: look === 'planned' ? 'plain' : look, title: `${page.name}: ${text}` });
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
