import type { FiguresBy } from '@/lib/incidents/figures';
import type { FigureMeasure, FigureRange } from './figures-state';

export const byWord: Record<FiguresBy, string> = { month: 'Month', service: 'Service', team: 'Team', severity: 'Severity' };
export const measureWord: Record<FigureMeasure, string> = { count: 'Incidents', mtta: 'MTTA', mttr: 'MTTR', touched: 'Service time' };
export const rangeWord: Record<FigureRange, string> = { '30d': 'Last 30 days', '90d': 'Last 90 days', '365d': 'Last 365 days' };

/** What a measure is, for who does not know its letters. */
export const measureMeaning: Record<FigureMeasure, string> = {
  count: 'Incidents that were declared',
  mtta: 'Mean time from the detection to the acknowledgement',
  mttr: 'Mean time from the start to the resolution',
  touched: 'For how long services were down or degraded in incidents',
};
