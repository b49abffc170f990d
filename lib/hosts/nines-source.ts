import { healthCharts, type ChartDefinition } from '@/lib/health/charts';
import { vitals, type VitalId } from '@/lib/health/vitals';
import type { Labels } from '@/lib/metrics/sample';
import type { HostChart, HostSource, HostVitalSource } from './source';

const charts: readonly ChartDefinition[] = healthCharts;

/** Hosts that Nines' own collector measures, on this machine or scraped from another Nines. */
export const ninesSource: HostSource = {
  name: 'nines',
  title: 'Nines collector',
  labels: ['job', 'instance'],
  heartbeats: [[{ label: '__name__', operator: '=', value: 'nines_collector_duration_seconds' }]],
  vitals: Object.fromEntries(vitals.map((vital) => [vital.id, vitalSource(vital.metric, vital.labels)])) as Record<VitalId, HostVitalSource>,
  charts: charts.map(({ id, title, unit, stacked, max, vital, lines }): HostChart => ({
    id, title, unit, stacked, max, vital,
    lines: lines.map(({ metric, labels, label, by }) => ({ label, by, expr: ({ select }) => select(metric, matchersOf(labels)) })),
  })),
};

function vitalSource(metric: string, labels: Labels): HostVitalSource {
  const subject = metric.startsWith('system_disk') ? 'mountpoint' : metric === 'system_network_latency_seconds' ? 'target' : undefined;
  return { needs: metric, subject, expr: ({ select, by }) => `topk by (${by}) (1, ${select(metric, matchersOf(labels))})` };
}

function matchersOf(labels: Labels): string {
  return Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',');
}
