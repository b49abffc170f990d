import type { ConfigCounts } from '@/lib/settings/api';

/** What a section of Config holds now, in words; null where there is nothing to count. */
export function placeWords(href: string, counts: ConfigCounts): string | null {
  switch (href) {
    case '/alert-rules/thresholds':
      return counts.thresholdsChanged === 0 ? 'All as delivered' : `${counts.thresholdsChanged} changed`;
    case '/alert-rules':
      return counts.rulesOff === 0 ? of(counts.rules, 'rule') : `${of(counts.rules, 'rule')}, ${counts.rulesOff} off`;
    case '/services':
      return of(counts.services, 'service');
    case '/checks':
      return of(counts.checks, 'check');
    case '/scraping':
      return of(counts.scrapeJobs, 'job');
    case '/sla':
      return of(counts.objectives, 'objective');
    case '/notifications/channels':
      return of(counts.channels, 'channel');
    case '/notifications':
      return counts.routes === 0 ? 'One route for all' : of(counts.routes + 1, 'route');
    case '/on-call/policies':
      return of(counts.policies, 'policy', 'policies');
    case '/on-call':
      return of(counts.schedules, 'schedule');
    case '/silences':
      return `${of(counts.silences, 'silence')}, ${of(counts.maintenance, 'window')}`;
    case '/incidents/settings':
      return counts.hasIncidentSettings ? 'Changed' : 'As delivered';
    case '/status-page':
      return counts.isStatusPagePublished ? `Public, ${of(counts.subscribers, 'subscriber')}` : 'Off';
    case '/config/people':
      return counts.invitations === 0 ? of(counts.people, 'person', 'people') : `${of(counts.people, 'person', 'people')}, ${counts.invitations} invited`;
    case '/config/roles':
      return of(counts.roles, 'custom role');
    case '/config/teams':
      return of(counts.teams, 'team');
    case '/config/keys':
      return of(counts.keys, 'key');
    case '/config/history':
      return counts.configVersion === 0 ? null : `Version ${counts.configVersion}`;
    case '/config/as-code':
      return counts.files === 0 ? 'No watched file' : counts.fileProblems === 0 ? 'Managed by a file' : `${of(counts.fileProblems, 'fault')} in the file`;
    default:
      return null;
  }
}

function of(count: number, one: string, many = `${one}s`): string {
  return count === 0 ? `No ${many}` : `${count} ${count === 1 ? one : many}`;
}
