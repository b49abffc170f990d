import { describe, expect, it, test } from 'vitest';
import { alertWith, startMs } from '@/components/alerts/fixture';
import { toLocalInput } from '@/components/alerts/suppression/local-input';
import { severities } from '@/components/incidents/fixture';
import { firstStart, newIncident, offeredSeverity, pagingWords, readDeclaration, servicesOfAlerts } from './declare-draft';
import { foundServices } from './found-services';

const me = 'a3b7a1a4-2f0c-4f7e-9c7b-000000000001';
const [shop, search] = [{ id: '0f6c8f8e-1d5e-4c0b-9d2a-0123456789ab', name: 'shop' }, { id: '0f6c8f8e-1d5e-4c0b-9d2a-0123456789ac', name: 'Search' }];
const known = { severity: 'sev2', serviceIds: [], alertIds: [], nowMs: startMs + 3_600_000 };

describe('an incident of alerts begins with', () => {
  const alerts = [alertWith({ severity: 'warning', startsAt: startMs + 5 }), alertWith({ id: 'a2', startsAt: startMs })];

  it('their title, their services and their first start', () => {
    expect(newIncident(me, alerts)).toMatchObject({ title: 'Disk full on web-1 and 1 more', leadId: me, startedAt: null, policy: 'severity' });
    expect(servicesOfAlerts([search, shop], alerts)).toEqual([shop.id]);
    expect(firstStart(alerts)).toBe(startMs);
  });

  it('a severity that looks like the worst of them', () => {
    expect(offeredSeverity(severities, alerts)).toBe('sev1');
    expect(offeredSeverity(severities, [alertWith({ severity: 'info' })])).toBe('sev3');
    expect(offeredSeverity(severities, [])).toBe('sev2');
    expect(offeredSeverity(severities.slice(0, 1), [])).toBe('sev1');
  });
});

describe('what is sent', () => {
  it('is what was not touched as the dialog shows it, and neither a time nor a policy that nobody chose', () => {
    const { body } = readDeclaration({ ...newIncident(me, []), title: ' Down ', summary: ' known ' }, { ...known, serviceIds: [shop.id] });
    expect(body).toEqual({ title: 'Down', severity: 'sev2', summary: 'known', serviceIds: [shop.id], alertIds: [], leadId: me, startedAt: undefined, policyId: undefined });
  });

  it('is what was chosen: a time, nobody to lead and nobody to page', () => {
    const draft = { ...newIncident(me, []), title: 'Down', severity: 'sev1', leadId: '', startedAt: toLocalInput(startMs), policy: 'nobody', serviceIds: [] };
    expect(readDeclaration(draft, { ...known, serviceIds: [shop.id] }).body).toMatchObject({ severity: 'sev1', leadId: null, startedAt: startMs, policyId: null, serviceIds: [] });
  });

  it.each([
    ['without a title', { title: ' ' }, 'title'],
    ['with a time that is none', { title: 'x', startedAt: '' }, 'startedAt'],
    ['with a time to come', { title: 'x', startedAt: toLocalInput(startMs + 2 * 3_600_000) }, 'startedAt'],
  ])('is nothing %s', (_, change, path) => {
    const { body, issues } = readDeclaration({ ...newIncident(me, []), ...change }, known);
    expect(body).toBeNull();
    expect(issues.map((issue) => issue.path)).toEqual([path]);
  });
});

test('whom it pages is said before it does', () => {
  const names = new Map([[severities[1]?.policyId ?? '', 'Primary']]);
  const chosen = severities[1]?.policyId ?? '';
  expect(pagingWords('severity', severities[1], names, '')).toBe('Primary is started at once.');
  expect(pagingWords('severity', severities[1], names, 'you')).toBe('Nobody is paged: you lead it. To call others too, choose Primary.');
  expect(pagingWords(chosen, severities[1], names, '')).toBe('Primary is started at once.');
  expect(pagingWords(chosen, severities[1], names, 'Bob')).toBe('Primary is started at once, though Bob leads it.');
  expect(pagingWords('severity', severities[0], names, 'you')).toBe('Nobody is paged: Major has no policy.');
  expect(pagingWords('nobody', severities[1], names, 'you')).toBe('Nobody is paged.');
});

test('services are found by words of their names, without those that are chosen', () => {
  const many = Array.from({ length: 30 }, (_, index) => ({ id: `s${index}`, name: `Web ${index}` }));
  expect(foundServices([shop, search], 's', []).shown.map(({ name }) => name)).toEqual(['Search', 'shop']);
  expect(foundServices([shop, search], 'ar SE', []).shown).toEqual([search]);
  expect(foundServices([shop, search], '', [shop.id]).shown).toEqual([search]);
  expect(foundServices(many, 'web', [])).toMatchObject({ total: 30, shown: { length: 8 } });
});
