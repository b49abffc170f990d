import type { SeedRule } from './seeds';

/** Rules over the checks of services: service and team of their alerts are those of the series. */
export const checkSeeds: readonly SeedRule[] = [
  {
    key: 'check_down',
    rule: {
      name: 'Check down', group: 'checks', intervalMs: 5_000,
      description: 'A check of a service is down: as many of its results failed as it was told to wait for. Not while that is unknown, or in maintenance.',
      condition: { kind: 'promql', expr: 'nines_check_up == 0', severity: 'critical' },
      annotations: {
        summary: 'The check {{ $labels.check }} is down',
        description: 'The check {{ $labels.check }}{{ with $labels.service }} of {{ . }}{{ end }}{{ with $labels.instance }} fails at {{ . }}{{ end }}. Its page under Checks shows what was answered, and since when; the runbook of the service says what to do.',
      },
    },
  },
];
