import { levelsOf, minutes } from './seed-levels';
import type { SeedRule } from './seeds';

const group = 'nines';
const service = 'nines';

/** Rules with which Nines watches itself. */
export const ownSeeds: readonly SeedRule[] = [
  {
    key: 'response_time',
    rule: {
      name: 'Response time high', group, service, forMs: minutes(2),
      description: 'One request in twenty to Nines takes longer than this.',
      condition: levelsOf('response_time', 'nines_response_time_seconds{percentile="95"}'),
      annotations: {
        summary: 'Nines answers in {{ $value | humanizeDuration }}',
        description: 'The 95th percentile of the response time of Nines on {{ $labels.instance }} is {{ $value | humanizeDuration }}. Look at the CPU of the machine, the response time of the database and who sends many requests.',
      },
    },
  },
  {
    key: 'error_rate',
    rule: {
      name: 'Error rate high', group, service, forMs: minutes(1),
      description: 'Nines answers requests with status 5xx.',
      condition: levelsOf('error_rate', 'nines_error_rate_percent'),
      annotations: {
        summary: '{{ $value | printf "%.1f" }} % of answers are errors',
        description: '{{ $value | printf "%.1f" }} % of the answers of Nines on {{ $labels.instance }} have status 5xx. Open its log and look for the first error; every answer carries the id of its request.',
      },
    },
  },
  {
    key: 'throughput_drop',
    rule: {
      name: 'Throughput drop', group, service, intervalMs: 300_000, forMs: minutes(15),
      description: 'Much fewer requests than in the same hour of last week, where those were more than 5 a second.',
      condition: levelsOf('throughput_drop', '100 * (1 - avg_over_time(nines_throughput_per_second[1h]) / (avg_over_time(nines_throughput_per_second[1h] offset 1w) > 5))'),
      annotations: {
        summary: 'Throughput is {{ $value | printf "%.0f" }} % lower than a week ago',
        description: 'In the last hour {{ $labels.instance }} was asked {{ $value | printf "%.0f" }} % less than in the same hour of last week. Check that clients still reach it: name resolution, proxy, certificate, and programs that stopped.',
      },
    },
  },
  {
    key: 'event_loop_delay',
    rule: {
      name: 'Event loop delayed', group, service, forMs: minutes(2),
      description: 'The process of Nines is too busy to answer in time.',
      condition: levelsOf('event_loop_delay', 'avg_over_time(nines_event_loop_delay_seconds{percentile="99"}[1m])'),
      annotations: {
        summary: 'The event loop of Nines is delayed by {{ $value | humanizeDuration }}',
        description: 'The event loop of Nines on {{ $labels.instance }} is delayed by {{ $value | humanizeDuration }}. Look for a full CPU, heavy queries and very large answers; spread Nines over more nodes if the load is here to stay.',
      },
    },
  },
  {
    key: 'collector_late',
    rule: {
      name: 'Collector late', group, service, forMs: minutes(2),
      description: 'The collector cannot keep its second; charts have gaps.',
      condition: levelsOf('collector_lag', 'avg_over_time(nines_collector_lag_seconds[1m])'),
      annotations: {
        summary: 'The collector is {{ $value | humanizeDuration }} late',
        description: 'The collector on {{ $labels.instance }} starts {{ $value | humanizeDuration }} after its second. The machine is short of CPU, or was suspended. Look at its CPU, its steal time and the event loop of Nines.',
      },
    },
  },
  {
    key: 'collector_missed',
    rule: {
      name: 'Collector misses ticks', group, service, forMs: minutes(2),
      description: 'Seconds without a sample of this machine.',
      condition: { kind: 'promql', expr: 'increase(nines_collector_missed_ticks_total[5m]) > 10', severity: 'warning' },
      annotations: {
        summary: 'The collector missed {{ $value | printf "%.0f" }} ticks in 5 minutes',
        description: 'The collector on {{ $labels.instance }} missed {{ $value | printf "%.0f" }} ticks in 5 minutes. A source of readings hangs (a dead network mount is the usual one), or the machine has no CPU left.',
      },
    },
  },
  {
    key: 'database_slow',
    rule: {
      name: 'Database slow', group, service, forMs: minutes(1),
      description: 'PostgreSQL takes long to answer a trivial question.',
      condition: levelsOf('database_response', 'nines_database_response_seconds'),
      annotations: {
        summary: 'The database answers in {{ $value | humanizeDuration }}',
        description: 'PostgreSQL takes {{ $value | humanizeDuration }} to answer Nines on {{ $labels.instance }}. Look at the disk and CPU of its machine, at long queries and locks (pg_stat_activity), and at its log.',
      },
    },
  },
  {
    key: 'database_silent',
    rule: {
      name: 'Database does not answer', group, service, forMs: minutes(1),
      description: 'Nines measured its database within the last hour and cannot any more.',
      condition: {
        kind: 'promql', severity: 'critical',
        expr: 'group by (instance) (last_over_time(nines_database_response_seconds[1h])) unless group by (instance) (last_over_time(nines_database_response_seconds[2m]))',
      },
      annotations: {
        summary: 'Nines cannot measure its database',
        description: 'Nines on {{ $labels.instance }} got no answer from PostgreSQL for 2 minutes. Check that it runs, that its disk is not full and that its connections are not used up; /readyz says more.',
      },
    },
  },
  {
    key: 'notifications_queued',
    rule: {
      name: 'Notifications wait', group, service, forMs: minutes(5),
      description: 'Messages are made faster than they can be sent.',
      condition: levelsOf('notifications_queued', 'nines_notifications_queued'),
      annotations: {
        summary: '{{ $value | printf "%.0f" }} notifications wait to be sent',
        description: '{{ $value | printf "%.0f" }} messages wait to be sent. Open Deliveries to see which channel is slow, limited or broken; silence a storm, or group it by fewer labels.',
      },
    },
  },
  {
    key: 'notifications_late',
    rule: {
      name: 'Notifications late', group, service, forMs: minutes(1),
      description: 'A message has waited for minutes: somebody does not know yet.',
      condition: { kind: 'levels', query: 'nines_notifications_oldest_seconds', comparison: '>', warning: 300, critical: 1_800 },
      annotations: {
        summary: 'A notification waits for {{ $value | humanizeDuration }}',
        description: 'The oldest message that is not sent yet waits for {{ $value | humanizeDuration }}. Open Deliveries to see what its channel answers, and tell its recipient in another way.',
      },
    },
  },
  {
    key: 'notifications_dead',
    rule: {
      name: 'Notifications lost', group, service,
      description: 'Messages of the last 24 hours that were given up: nobody got them.',
      condition: { kind: 'promql', expr: 'nines_notifications_dead > 0', severity: 'critical' },
      annotations: {
        summary: '{{ $value | printf "%.0f" }} notifications could not be delivered',
        description: '{{ $value | printf "%.0f" }} messages of the last 24 hours were given up. Open Deliveries, repair the channel (its test button says what is wrong) and send them again from there.',
      },
    },
  },
  {
    key: 'notification_failures',
    rule: {
      name: 'Notification failures', group, service, forMs: minutes(5),
      description: 'Tries to send a message fail again and again.',
      condition: { kind: 'promql', expr: 'increase(nines_notification_failures_total[15m]) > 5', severity: 'warning' },
      annotations: {
        summary: '{{ $value | printf "%.0f" }} tries to notify failed in 15 minutes',
        description: '{{ $value | printf "%.0f" }} tries to send a message failed in 15 minutes; they are repeated. Open Deliveries to see which channel fails and what it answers.',
      },
    },
  },
  {
    key: 'rule_failures',
    rule: {
      name: 'Alert rules fail', group, service, forMs: minutes(5),
      description: 'Rules that cannot be evaluated: what they watch is not watched.',
      condition: { kind: 'promql', expr: 'nines_rule_evaluation_failures > 0', severity: 'warning' },
      annotations: {
        summary: '{{ $value | printf "%.0f" }} alert rules cannot be evaluated',
        description: '{{ $value | printf "%.0f" }} alert rules fail. Open Rules and filter by failing: each says what is wrong. Until then nobody is told of what they watch.',
      },
    },
  },
  {
    key: 'rule_lag',
    rule: {
      name: 'Alert rules late', group, service, forMs: minutes(2),
      description: 'Rules are evaluated later than they should be, so people are told later.',
      condition: levelsOf('rule_lag', 'nines_rule_evaluation_lag_seconds'),
      annotations: {
        summary: 'Alert rules are evaluated {{ $value | humanizeDuration }} late',
        description: 'Alert rules are evaluated {{ $value | humanizeDuration }} after they are due. Open Rules and sort by duration: raise the interval of the slowest, or make their expressions cheaper. Look at the CPU of Nines and its database too.',
      },
    },
  },
  {
    key: 'backup_old',
    rule: {
      name: 'Backup too old', group: 'backups', isEnabled: false, intervalMs: 300_000,
      description: 'The last backup that succeeded is too long ago. Switch it on once something writes nines_backup_last_success_timestamp_seconds.',
      condition: levelsOf('backup_age', '(time() - nines_backup_last_success_timestamp_seconds) / 3600'),
      annotations: {
        summary: 'The last backup is {{ $value | printf "%.0f" }} hours old',
        description: 'No backup{{ with $labels.instance }} of {{ . }}{{ end }} succeeded for {{ $value | printf "%.0f" }} hours. Look at the log of the backup job: a full disk and an expired credential are the usual reasons. Start one by hand now.',
      },
    },
  },
  {
    key: 'watchdog',
    rule: {
      name: 'Watchdog', group, service, isEnabled: false, intervalMs: 60_000,
      description: 'Fires always. Route it to a service that tells you when it stops: then Nines itself is down, or cannot notify.',
      condition: { kind: 'promql', expr: 'vector(1)', severity: 'info' },
      annotations: {
        summary: 'Nines evaluates and notifies',
        description: 'This alert fires always. There is nothing to do as long as it comes.',
      },
    },
  },
];
