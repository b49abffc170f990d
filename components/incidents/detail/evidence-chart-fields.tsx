'use client';

import { skipToken, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { titleOf } from '@/components/alerts/alert-words';
import { useSettled } from '@/components/alerts/rules/use-settled';
import { fromLocalInput, toLocalInput } from '@/components/alerts/suppression/local-input';
import { callEndpoint } from '@/components/api-client';
import { queryRange } from '@/components/explore/prometheus-client';
import { Field } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select-field';
import { TextArea } from '@/components/ui/text-area';
import { readAlert } from '@/lib/alerts/api';
import { messageOf } from '@/lib/errors';
import { windowBetween } from '@/lib/health/ranges';
import type { EvidenceRequest, Incident } from '@/lib/incidents/schemas';
import { beganAt } from '../incident-words';
import { EvidenceChart } from './evidence-chart';
import { chartRequest, evidenceRanges, rangeOf, type EvidenceRange } from './evidence-request';
import type { IncidentData } from './incident-data';

interface EvidenceChartFieldsProps {
  incident: Incident;
  alerts: IncidentData['alerts'];
  /** Told of what would be frozen; null while it is not complete. */
  onAsk: (request: EvidenceRequest | null) => void;
}

const mostSeries = 10;

/** An expression and a range, with a look at what would be frozen. */
export function EvidenceChartFields({ incident, alerts, onAsk }: EvidenceChartFieldsProps) {
  const [nowMs] = useState(() => Date.now());
  const [expr, setExpr] = useState('');
  const [range, setRange] = useState<EvidenceRange>('incident');
  const [custom, setCustom] = useState(() => ({ from: toLocalInput(beganAt(incident)), to: toLocalInput(nowMs) }));
  const moments = { beganMs: beganAt(incident), endedMs: incident.times.resolved, nowMs };
  const tell = (nextExpr: string, nextRange: EvidenceRange, nextCustom: typeof custom) => {
    const span = rangeOf(nextRange, { from: fromLocalInput(nextCustom.from), to: fromLocalInput(nextCustom.to) }, moments);
    onAsk(nextExpr.trim() === '' || span === null ? null : chartRequest(nextExpr, span));
  };
  const write = (next: string) => {
    setExpr(next);
    tell(next, range, custom);
  };
  const chooseRange = (next: EvidenceRange) => {
    setRange(next);
    tell(expr, next, custom);
  };
  const between = (next: typeof custom) => {
    setCustom(next);
    tell(expr, range, next);
  };
  const fromAlert = useMutation({ mutationFn: (id: string) => callEndpoint(readAlert, { params: { id } }), onSuccess: ({ chart }) => (chart ? write(chart.expr) : undefined) });
  const ofRules = alerts.filter(({ alert }) => alert.ruleId !== null);
  return (
    <>
      {ofRules.length > 0 ? (
        <SelectField label="From an alert" value="" options={[{ value: '', label: 'Take the expression of an alert' }, ...ofRules.map(({ alert }) => ({ value: alert.id, label: titleOf(alert) }))]} onChange={(id) => id !== '' && fromAlert.mutate(id)} />
      ) : null}
      <TextArea label="Expression (PromQL)" data-first rows={2} maxLength={4_000} value={expr} onChange={(event) => write(event.target.value)} error={fromAlert.isError ? messageOf(fromAlert.error) : undefined} />
      <SelectField label="Range" value={range} onChange={chooseRange} options={Object.entries(evidenceRanges).map(([value, label]) => ({ value: value as EvidenceRange, label }))} />
      {range === 'custom' ? (
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
          <Field label="From" type="datetime-local" value={custom.from} onChange={(event) => between({ ...custom, from: event.target.value })} />
          <Field label="To" type="datetime-local" value={custom.to} onChange={(event) => between({ ...custom, to: event.target.value })} hint="At most 31 days later." />
        </div>
      ) : null}
      <Look expr={expr} span={rangeOf(range, { from: fromLocalInput(custom.from), to: fromLocalInput(custom.to) }, moments)} />
    </>
  );
}

/** What would be frozen. */
function Look({ expr, span }: { expr: string; span: { from: number; to: number } | null }) {
  const settled = useSettled(expr.trim(), 500);
  const window = span === null ? null : windowBetween(span.from, span.to);
  const query = useQuery({
    queryKey: ['evidence to pin', settled, window],
    queryFn: window === null || settled === '' ? skipToken : ({ signal }) => queryRange(settled, window, signal),
    retry: false,
  });
  if (settled === '' || window === null) return null;
  if (query.isError) {
    return (
      <p role="alert" className="text-xs break-words text-critical">
        {messageOf(query.error)}
      </p>
    );
  }
  if (!query.data) return <p className="text-xs text-muted">Reading the chart</p>;
  const { series } = query.data;
  return (
    <>
      {series.length > mostSeries ? <p className="text-xs text-warning">It has {series.length} series; at most {mostSeries} are kept. Sum them, or choose some with topk({mostSeries}, …).</p> : null}
      <EvidenceChart
        id="to-pin"
        evidence={{ kind: 'chart', expr: settled, from: window.fromMs, to: window.toMs, stepMs: window.stepMs, series: series.slice(0, mostSeries).map(({ labels, times, values }) => ({ labels, points: times.map((at, index) => [at, values[index] ?? null]) })) }}
      />
    </>
  );
}
