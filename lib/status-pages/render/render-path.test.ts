import { describe, expect, it } from 'vitest';
import { componentOf, daysOf, incidentOf, noon, pageOf } from '../fixture';
import type { PublicPage } from '../public-page';
import { renderPath } from './render-path';
import { overallOf } from './words';

const hostile = '"><img src=x onerror=alert(1)><script>alert(1)</script>\u0000\u0007';
const textAt = (page: PublicPage, path: string) => renderPath(page, path)?.text ?? '';
const hour = 3_600_000;

describe('the documents of a page', () => {
  const page = pageOf({
    name: hostile, description: `${hostile}\n\n[run](javascript:alert(1)) ![p](https://spy.example.com/p.png)`, uptime: 'percent', links: [{ title: hostile, url: `https://example.com/?q=${hostile}` }], supportUrl: 'https://example.com/help',
    components: [componentOf(hostile, { group: hostile, description: hostile, state: 'degraded', days: daysOf({ 2: { look: 'down', downMs: 90 * 60_000 } }) })],
    incidents: [incidentOf({ title: hostile, posts: [{ id: 'a', at: noon, state: 'identified', text: hostile }], components: [{ name: hostile, state: 'degraded' }] })],
    maintenance: [{ title: hostile, text: hostile, components: [hostile], startsAt: noon + hour, endsAt: noon + 2 * hour }],
  });

  it.each(['/', '/history', '/incidents/7a00000000aa', '/feed.atom', '/feed.rss', '/badge.svg'])('escape whatever people wrote: %s', (path) => {
    const text = textAt(page, path);
    expect(text).not.toBe('');
    expect(text).not.toMatch(/<script|<img|\son\w+="|href="javascript/i);
    expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
  });

  it.each(['/', '/history', '/incidents/7a00000000aa'])('have no program and load nothing: %s', (path) => {
    const text = textAt(pageOf({ incidents: [incidentOf()] }), path);
    expect(text).not.toMatch(/<script|<iframe|<link rel="(?:stylesheet|preload)|src=|url\(|@import|\sstyle="/i);
    expect(text).toContain('<html lang="en">');
    expect(text).toMatch(/<meta name="viewport" content="width=device-width, initial-scale=1">/);
  });

  it('are found only where there is something', () => {
    const found = (path: string) => renderPath(pageOf({ incidents: [incidentOf()] }), path) !== null;
    const paths = ['/', '/history', '/history/2026-11', '/history/2025-12', '/incidents/7a00000000aa', '/feed.atom', '/feed.rss', '/summary.json', '/badge.svg'];
    expect(paths.filter((path) => !found(path))).toEqual([]);
    const missing = ['', '/history/2026-12', '/history/2025-11', '/history/2026-1', '/incidents/7', '/incidents/7a00000000ab', '/incidents/7A00000000AA', '/incidents/7a00000000aa/', '/toString', '/__proto__', '/Feed.atom', '/incidents/999999999999'];
    expect(missing.filter(found)).toEqual([]);
  });

  it.each([
    ['#3b6ea8', true],
    ['#ffd400', false],
    ['#1f1f1f', false],
  ])('show the colour %s of the organisation only where it can be seen in light and dark: %s', (accent, isShown) => {
    for (const path of ['/', '/history']) expect(textAt(pageOf({ accent }), path).includes(`fill="${accent}"`)).toBe(isShown);
    expect(textAt(pageOf(), '/')).not.toContain('class="sign"');
  });

  it('keep search engines away unless they may come', () => {
    expect(textAt(pageOf({ isIndexed: false }), '/')).toContain('<meta name="robots" content="noindex">');
    expect(textAt(pageOf({ isIndexed: true }), '/')).not.toContain('noindex');
  });

  it('say a bar in words, and the days with trouble once more for who cannot hover', () => {
    const text = textAt(page, '/');
    expect(text).toContain('<title>20 Nov 2026: down for 1 h 30 min</title>');
    expect(text).toContain('One day with trouble');
    expect(text).toContain('the last 90 days: trouble on one day, 99.99 % uptime');
  });

  it('say a percentage only where it is wanted', () => {
    expect(textAt({ ...page, uptime: 'bars' }, '/')).not.toContain('99.99 %');
  });

  it('put days without incidents together, and leave open ones to the top', () => {
    const past = incidentOf({ key: '3a00000000aa', title: 'Slow pages', state: 'resolved', isOpen: false, from: noon - 50 * hour, to: noon - 49 * hour });
    const text = textAt(pageOf({ incidents: [incidentOf(), past] }), '/');
    expect([...text.matchAll(/<h3>([^<]+)<\/h3>/g)].map(([, words]) => words)).toEqual(['21 Nov to 22 Nov 2026', '20 Nov 2026', '8 Nov to 19 Nov 2026']);
    expect(text).toContain('20 Nov 2026, 10:03 UTC</time>, for 1 h');
  });

  it('have the addresses of the place where they are shown', () => {
    const own = textAt(pageOf({ base: '', address: 'https://status.example.com', incidents: [incidentOf()] }), '/');
    expect(own).toContain('href="/incidents/7a00000000aa"');
    expect(own).not.toContain('/status/acme');
    expect(textAt(pageOf({ base: '', address: 'https://status.example.com', incidents: [incidentOf()] }), '/feed.atom')).toContain('href="https://status.example.com/incidents/7a00000000aa"');
  });
});

describe('the summary', () => {
  it('has how things are, the open incidents and no more', () => {
    const page = pageOf({ components: [componentOf('API', { state: 'no_data', days: null, uptimePercent: null })], incidents: [incidentOf(), incidentOf({ key: '6a00000000aa', isOpen: false, title: 'Over' })] });
    expect(JSON.parse(textAt(page, '/summary.json'))).toMatchObject({
      page: { name: 'Acme', url: 'https://nines.example.com/status/acme', asOf: '2026-11-22T12:03:00.000Z' }, status: { look: 'warning', text: 'An incident is open.' },
      components: [{ name: 'API', group: '', state: 'no_data', text: 'No data' }], incidents: [{ title: 'Orders fail', url: 'https://nines.example.com/status/acme/incidents/7a00000000aa', posts: [{ text: 'A full disk stops new orders. We make room; the next update comes at 12:30 UTC.' }, {}] }],
    });
  });
});

describe('the sentence above all', () => {
  const all = (...states: NonNullable<PublicPage['components'][number]['state']>[]) => states.map((state, index) => componentOf(String.fromCharCode(65 + index), { state }));
  const cases: [components: PublicPage['components'], open: number, look: string, text: string][] = [
    [[], 0, 'ok', 'No incident is open.'],
    [all('operational'), 0, 'ok', 'A is operational.'],
    [all('operational', 'operational'), 0, 'ok', 'All systems are operational.'],
    [all('operational', 'operational'), 2, 'warning', '2 incidents are open.'],
    [all('operational', 'maintenance'), 0, 'planned', 'B is under maintenance.'],
    [all('operational', 'maintenance'), 1, 'warning', 'An incident is open.'],
    [all('degraded', 'maintenance', 'degraded'), 1, 'warning', 'A and C are degraded.'],
    [all('partial_outage', 'degraded'), 0, 'critical', 'A is partly down.'],
    [all('major_outage', 'major_outage'), 0, 'critical', 'All systems are down.'],
    [all('major_outage'), 0, 'critical', 'A is down.'],
    [all('major_outage', 'major_outage', 'major_outage', 'major_outage', 'operational'), 0, 'critical', '4 of 5 systems are down.'],
    [all('no_data', 'no_data'), 0, 'unknown', 'There is no data now.'],
    [all('no_data', 'operational'), 0, 'unknown', 'No data for A. All else is operational.'],
  ];
  it.each(cases)('%#', (components, open, look, text) => {
    expect(overallOf({ components, incidents: Array.from({ length: open }, () => incidentOf()) })).toEqual({ look, text });
  });
});
