import { expect, it } from 'vitest';
import type { ConfigCounts } from '@/lib/settings/api';
import { placeWords } from './place-words';

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
