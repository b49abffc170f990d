import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingFields } from '@/lib/settings/field-index';
import type { ConfigCounts } from '@/lib/settings/api';
import { configPlaces } from './config-places';
import { placeWords } from './place-words';

const places = configPlaces.flatMap((group) => group.places);
const pageOf = (href: string) => path.join('app/(dashboard)', href, 'page.tsx');

describe('the places of Config', () => {
  it.each(places.map(({ href }) => [href]))('%s is a page', (href) => expect(existsSync(pageOf(href))).toBe(true));
  it.each([...new Set(settingFields.map(({ href }) => href))].map((href) => [href]))('%s, where a setting is, is a page', (href) => expect(existsSync(pageOf(href))).toBe(true));
  it('are each there once, and each has a setting that leads there', () => {
    const hrefs = places.map(({ href }) => href);
    expect(new Set(hrefs).size).toBe(hrefs.length);
    expect(hrefs.filter((href) => !settingFields.some((field) => field.href === href))).toEqual([]);
  });
});

const counts: ConfigCounts = {
  rules: 1, rulesOff: 0, thresholdsChanged: 0, services: 0, checks: 2, scrapeJobs: 0, objectives: 0, channels: 3, routes: 2, policies: 2, schedules: 0, silences: 1, maintenance: 0, hasIncidentSettings: false,
  isStatusPagePublished: false, subscribers: 0, people: 1, invitations: 2, roles: 0, teams: 0, keys: 0, configVersion: 4, files: 1, fileProblems: 1,
};

it.each([
  ['/alert-rules', '1 rule'],
  ['/checks', '2 checks'],
  ['/services', 'No services'],
  ['/notifications', '3 routes'],
  ['/on-call/policies', '2 policies'],
  ['/config/people', '1 person, 2 invited'],
  ['/config/as-code', '1 fault in the file'],
  ['/config/about', null],
])('what %s holds is told as %s', (href, words) => expect(placeWords(href, counts)).toBe(words));
