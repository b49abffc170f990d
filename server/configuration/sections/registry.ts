import type { SectionKey, SectionOf } from '@/lib/configuration/schemas';
import type { ListSection, OneSection } from '../work';
import { alertRules, maintenance, suppression, thresholds } from './alerting';
import { audit } from './audit';
import { channels } from './channels';
import { checks } from './checks';
import { incidentHooks } from './incident-hooks';
import { incidents } from './incidents';
import { objectives } from './objectives';
import { escalationPolicies, onCallSchedules } from './on-call';
import { roles, teams } from './people';
import { retention } from './retention';
import { routing } from './routing';
import { scrapeJobs } from './scrape-jobs';
import { services } from './services';
import { limits, organisation, signIn } from './settings';
import { signInProviders } from './sign-in-providers';
import { statusPage } from './status-page';

type AdapterOf<Value> = Value extends readonly (infer Item extends { name: string })[] ? ListSection<Item> : OneSection<Value>;

const adapters: { [Key in SectionKey]: AdapterOf<SectionOf<Key>> } = {
  organisation, signIn, audit, limits, retention, roles, teams, signInProviders, thresholds, services, checks, scrapeJobs, channels, onCallSchedules, escalationPolicies, routing, alertRules, suppression, maintenance,
  objectives, incidents, incidentHooks, statusPage,
};

type AnySection = ListSection<{ name: string }> | OneSection<unknown>;

/** How a section is read and changed. */
export function adapterOf(key: SectionKey): AnySection {
  return adapters[key];
}
