import { describe, expect, it } from 'vitest';
import { htmlOfMarkdown } from '@/lib/markdown';
import { exportFileName, exportMarkdown, type ExportSources } from './export-markdown';
import { plainLine, quoted, withDeeperHeadings } from './markdown-text';
import { reviewDraft } from './review-draft';
import type { TimelineEntry } from './schemas';

const started = Date.parse('2026-01-05T03:00:00Z');
const minute = 60_000;
const alice = { id: '00000000-0000-4000-8000-000000000001', name: 'Alice' };
const actor = { kind: 'user' as const, ...alice };

function entry(id: string, kind: TimelineEntry['kind'], text: string, changed: Partial<TimelineEntry> = {}): TimelineEntry {
  return { id, at: started + Number(id) * minute, noted: started + Number(id) * minute, kind, text, actor, subject: null, evidence: null, isPinned: false, corrects: null, ...changed };
}

const sources: ExportSources = {
  incident: {
    id: alice.id, number: 12, version: 3, title: 'Checkout is down', summary: 'Nobody can **pay**.', state: 'resolved', severity: 'sev1', source: 'person', roles: { lead: alice, communications: null, scribe: null },
    times: { started, detected: started + minute, acknowledged: started + 3 * minute, mitigated: started + 20 * minute, resolved: started + 30 * minute }, reopened: 0, mergedInto: null,
    services: [{ id: alice.id, name: 'shop' }], team: 'web', runbookUrl: null, paging: null, alerts: { total: 1, open: 0 }, tasks: { total: 2, done: 1 }, createdAt: started + minute, updatedAt: started,
  },
  severityName: 'SEV1',
  impact: [{ serviceId: alice.id, serviceName: 'shop', from: started, to: started + 20 * minute, ms: 20 * minute, degree: 'down', source: 'checks', reason: '', editedAt: null }],
  tasks: [
    { id: alice.id, text: 'Look at what was rolled out', owner: null, dueAt: null, doneAt: started, doneBy: actor, kind: 'task', version: 1 },
    { id: alice.id, text: 'Add an index', owner: alice, dueAt: started, doneAt: null, doneBy: null, kind: 'action', version: 1 },
  ],
  entries: [
    entry('1', 'declared', 'Alice declared it.'),
    entry('2', 'comment', 'The pool is full:\n\n```\nmax 20\n```'),
    entry('3', 'correction', 'It was *10*.', { corrects: '2' }),
    entry('4', 'evidence', 'Look', { isPinned: true, evidence: { kind: 'chart', expr: 'up{job="a|b"}', from: started, to: started + minute, stepMs: minute, series: [{ labels: { job: 'a|b' }, points: [[started, 1], [started + minute, null], [started + minute, 0.123456789]] }] } }),
  ],
  leftOut: 0,
  review: '## Impact\n\nNobody could pay.\n\n```\n## no heading\n```',
  url: 'https://nines.example.com/incidents/12',
  exportedAt: started + 60 * minute,
};

describe('an export', () => {
  it('has facts, impact, actions, tasks, timeline and review', () => {
    const text = exportMarkdown(sources);
    expect(text).toContain('# Incident 12: Checkout is down\n\n- State: resolved\n- Severity: SEV1\n- Services: shop\n- Team: web\n- Lead: Alice\n- Started: 2026-01-05 03:00:00 UTC\n');
    expect(text).toContain('- shop was down for 20 m: from 2026-01-05 03:00:00 UTC until 2026-01-05 03:20:00 UTC\n');
    expect(text).toContain('- [ ] Add an index (Alice, due 2026-01-05)');
    expect(text).toContain('- [x] Look at what was rolled out');
    expect(text).toContain('**2026-01-05 03:02:00 UTC** (corrected below) Alice wrote:\n\n> The pool is full:\n>\n> ```\n> max 20\n> ```\n');
    expect(text).toContain(String.raw`| job="a\|b" | 1 | 0.123457 | 1 | 0.123457 |`);
    expect(text).toContain('## Review\n\n### Impact\n\nNobody could pay.\n\n```\n## no heading\n```\n');
  });

  it('is not broken by what people wrote', () => {
    const evil = '# x\n## y\r---\n```\n<script>alert(1)</script> | ![a](http://b) *z*';
    const line = evil.replaceAll('\n', ' ');
    const text = exportMarkdown({
      ...sources, severityName: line, review: `${evil}\n~~~ unclosed`,
      incident: { ...sources.incident, title: line, summary: evil, team: line, runbookUrl: `https://example.com/${line}`, services: [{ id: alice.id, name: evil }], roles: { lead: { ...alice, name: evil }, communications: null, scribe: null } },
      impact: [{ ...sources.impact[0] ?? never(), serviceName: evil, source: 'person', reason: evil }],
      tasks: sources.tasks.map((task) => ({ ...task, text: evil })),
      entries: [entry('1', 'declared', evil), entry('2', 'comment', evil, { actor: { ...actor, name: evil } }), entry('3', 'state', 'The last entry')],
    });
    const html = htmlOfMarkdown(text.slice(0, text.indexOf('## Review')));
    expect([...html.matchAll(/<h([12])>([^<]*)/g)].map(([, level, words]) => `${level} ${(words ?? '').slice(0, 11)}`).filter((heading) => !['1 x', '2 y'].includes(heading))).toEqual(['1 Incident 12', '2 Summary', '2 Impact', '2 Actions', '2 Tasks', '2 Timeline'].map((heading) => heading.slice(0, 13)));
    expect([...html.replaceAll(/<blockquote>[\s\S]*?<\/blockquote>/g, '').matchAll(/<h[12]>/g)]).toHaveLength(6);
    expect(html).not.toMatch(/<script|<img/);
    expect(html).toContain('The last entry');
  });

  it.each([['Checkout is DOWN!', 'incident-12-checkout-is-down.md'], ['../../etc', 'incident-12-etc.md'], ['支払い', 'incident-12.md']])('of %s has a plain name', (title, name) => {
    expect(exportFileName({ number: 12, title })).toBe(name);
  });
});

describe('a draft of a review', () => {
  it('has what is known and asks for the rest, under its five headings', () => {
    const text = reviewDraft(sources);
    expect(text.match(/^## .*/gm)).toEqual(['## Impact', '## Timeline', '## What helped', '## What hindered', '## Actions']);
    expect(text).toContain('Nobody can pay.\n\n- Severity: SEV1\n- Services: shop\n- Began: 2026-01-05 03:00:00 UTC, resolved: 2026-01-05 03:30:00 UTC\n- From the start to the detection: 1 m\n- From the detection to the acknowledgement: 2 m\n- From the start to the mitigation: 20 m\n- From the start to the resolution: 30 m\n');
    expect(text).toContain('- 2026-01-05 03:01:00 UTC: Alice declared it.\n- 2026-01-05 03:03:00 UTC: Alice: It was 10.\n- 2026-01-05 03:04:00 UTC: Alice: Look\n');
    expect(text).toContain('- [ ] Add an index (Alice, due 2026-01-05)');
  });

  it('of an incident of which nothing is known asks for all of it', () => {
    const { incident } = sources;
    const text = reviewDraft({ ...sources, incident: { ...incident, summary: ' ', services: [], times: { started, detected: null, acknowledged: null, mitigated: null, resolved: null } }, impact: [], entries: [], tasks: [] });
    expect(text).toContain('*What did users notice?*');
    expect(text).toContain('- Began: 2026-01-05 03:00:00 UTC; not resolved\n- From the start to the detection: none\n');
  });

  it('keeps a timeline of thousands short', () => {
    const text = reviewDraft({ ...sources, entries: Array.from({ length: 5_000 }, (_, index) => entry(String(index), 'state', 'Alice set it from investigating to identified.')) });
    expect(text).toContain('- *4940 more are in the timeline of the incident.*');
  });
});

it.each([
  ['a_b *c* [d](e) | <f> #g ~h~ `i` &amp; \\', String.raw`a\_b \*c\* \[d\](e) \| \<f\> \#g \~h\~ \`i\` \&amp; \\`],
  ['1. first', String.raw`1\. first`],
  ['- dash', String.raw`\- dash`],
  ['two\nlines', 'two lines'],
])('shows %j as it is', (text, plain) => {
  expect(plainLine(text)).toBe(plain);
  expect(htmlOfMarkdown(plainLine(text))).toBe(`<p>${text.replace('\n', ' ').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')}</p>\n`);
});

it('quotes empty lines too, so that a quotation is one', () => {
  expect(quoted('a\n\nb\r\nc')).toBe('> a\n>\n> b\n> c');
});

it('ends a fence that a part of a document leaves open', () => {
  expect(withDeeperHeadings('# a\n~~~~\n# b\n```', 1)).toBe('## a\n~~~~\n# b\n```\n~~~~');
});

function never(): never {
  throw new Error('There is none.');
}
