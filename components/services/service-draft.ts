import type { z } from 'zod';
import type { FieldIssue } from '@/lib/errors';
import type { ServiceInput as ServiceInputSchema } from '@/lib/services/schemas';

type ServiceSettings = z.output<typeof ServiceInputSchema>;

/** A service as its form holds it. */
export interface ServiceDraft {
  name: string;
  description: string;
  team: string;
  tier: ServiceSettings['tier'];
  labels: readonly { name: string; value: string }[];
  links: readonly { title: string; url: string }[];
  runbookUrl: string;
  dependsOn: readonly string[];
  hosts: readonly string[];
  scrapeJobs: readonly string[];
}

export const newService: ServiceDraft = { name: '', description: '', team: '', tier: 3, labels: [], links: [], runbookUrl: '', dependsOn: [], hosts: [], scrapeJobs: [] };

export function draftOfService({ labels, runbookUrl, ...settings }: ServiceSettings): ServiceDraft {
  return { ...settings, runbookUrl: runbookUrl ?? '', labels: Object.entries(labels).map(([name, value]) => ({ name, value })) };
}

/** What is sent of a draft, or what is to be corrected first; rows that are empty are left out. */
export function readService(draft: ServiceDraft): { input: ServiceSettings; issues: [] } | { input: null; issues: FieldIssue[] } {
  const issues: FieldIssue[] = [];
  if (draft.name.trim() === '') issues.push({ path: 'name', message: 'Give the service a name.' });
  const links = draft.links.map(({ title, url }) => ({ title: title.trim(), url: url.trim() })).filter(({ title, url }) => title !== '' || url !== '');
  links.forEach(({ title, url }, index) => {
    if (url === '') issues.push({ path: `links.${index}.url`, message: 'Write where it leads to.' });
    else if (title === '') issues.push({ path: `links.${index}.title`, message: 'Give it a title.' });
  });
  const labels = draft.labels.map(({ name, value }) => ({ name: name.trim(), value: value.trim() })).filter(({ name, value }) => name !== '' || value !== '');
  const names = labels.map(({ name }) => name);
  if (names.includes('')) issues.push({ path: 'labels', message: 'A label needs a name.' });
  else if (new Set(names).size < names.length) issues.push({ path: 'labels', message: 'Each label can be given once.' });
  if (issues.length > 0) return { input: null, issues };
  return {
    input: {
      ...draft, name: draft.name.trim(), description: draft.description.trim(), team: draft.team.trim(), links, dependsOn: [...draft.dependsOn], hosts: [...draft.hosts], scrapeJobs: [...draft.scrapeJobs],
      runbookUrl: draft.runbookUrl.trim() === '' ? null : draft.runbookUrl.trim(), labels: Object.fromEntries(labels.map(({ name, value }) => [name, value])),
    },
    issues: [],
  };
}
