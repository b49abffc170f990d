import { z } from 'zod';
import type { AlertGroup, listAlertGroups as endpoint } from '@/lib/alerts/api';
import { commonLabels, compareGroups, groupAlerts, titleOf, type GroupedAlert, type GroupOutline, type GroupPlace } from '@/lib/alerts/group-alerts';
import { alertStates, Severity, type AlertView } from '@/lib/alerts/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { Database, Transaction } from '@/server/database/database';
import { Prisma } from '@/server/database/generated/client';
import { countAlerts } from './alert-counts';
import { compileFilter, type CompiledFilter } from './alert-filter';
import { loadAlerts } from './load-alerts';

type Query = z.output<NonNullable<(typeof endpoint)['query']>>;

/** The newest alerts that groups are made of. */
const maxAlerts = 10_000;
/** Alerts that a group, and a page of groups, show in full. */
const shown = { group: 50, page: 250 };

/** As arrays in one piece of JSON: thousands of rows would cost more to read than to find. */
const Rows = z.array(
  z.tuple([z.string(), z.string(), z.string().nullable(), z.string().nullable(), Severity, z.enum(alertStates), z.boolean(), z.number(), z.array(z.string()).nullable()]),
);
const NotCommon = z.object({ index: z.number(), key: z.string() });
const Due = z.object({ group_key: z.string(), due: z.date() });

/** A page of the tenant's groups of alerts, those in which something fires first, then the worst and newest. Throws AppError `invalid` for matchers or a cursor that cannot be read. */
export async function listAlertGroups({ database }: { database: Database }, { tenant, now }: Caller, { key, cursor, limit, ...filters }: Query): Promise<z.input<(typeof endpoint)['response']>> {
  const filter = compileFilter(filters);
  const after = cursor === undefined ? null : placeOf(cursor);
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const groups = groupAlerts(await selectAlerts(tx, filter));
    const rest = groups.filter((group) => (key === undefined || group.key === key || group.groupKeys.includes(key)) && (after === null || compareGroups(group, after) > 0));
    const page = rest.slice(0, limit);
    const last = page.at(-1);
    return {
      groups: await viewsOf(tx, page, key !== undefined),
      nextCursor: last && rest.length > limit ? cursorOf(last) : null,
      counts: await countAlerts(tx),
      at: now,
    };
  });
}

async function selectAlerts(tx: Transaction, { scope, condition, values, accepts }: CompiledFilter): Promise<GroupedAlert[]> {
  const [row] = await tx.$queryRaw<{ rows: unknown }[]>`
    with looked as materialized (select * from alerts where ${scope} order by starts_at desc, id desc limit ${maxAlerts})
    select json_agg(json_build_array(id, name, group_key, cause_id, severity, state, suppression is not null, floor(extract(epoch from starts_at) * 1000), ${values ?? Prisma.sql`null::text[]`})) as rows
    from looked where ${condition}`;
  return Rows.parse(row?.rows ?? []).flatMap(([id, name, groupKey, causeId, severity, state, isSuppressed, startsAtMs, compared]) =>
    compared === null || accepts(compared) ? [{ id, name, groupKey, causeId, severity, state, isSuppressed, startsAtMs }] : [],
  );
}

async function viewsOf(tx: Transaction, outlines: readonly GroupOutline[], isOneAsked: boolean): Promise<AlertGroup[]> {
  const each = Math.max(1, Math.min(shown.group, Math.floor(shown.page / Math.max(1, outlines.length))));
  const ids = outlines.flatMap(({ alerts }) => alerts.slice(0, each).map(({ id }) => id));
  const byId = new Map((await loadAlerts(tx, ids)).map((alert) => [alert.id, alert]));
  const due = await dueOf(tx, outlines.flatMap(({ groupKeys }) => groupKeys));
  const views = outlines.map(({ alerts }) => alerts.slice(0, each).flatMap(({ id }) => byId.get(id) ?? []));
  const labels = await labelsOf(tx, outlines, views);
  return outlines.map((outline, index) => ({
    ...viewOf(outline, views[index] ?? [], labels[index] ?? {}, due),
    ...(isOneAsked && { ids: idsOf(outline) }),
  }));
}

function idsOf({ alerts }: GroupOutline): NonNullable<AlertGroup['ids']> {
  const open = alerts.filter(({ state }) => state === 'firing' || state === 'acknowledged');
  return { firing: open.filter(({ state, isSuppressed }) => state === 'firing' && !isSuppressed).map(({ id }) => id), open: open.map(({ id }) => id) };
}

function viewOf(outline: GroupOutline, views: AlertView[], labels: Record<string, string>, due: ReadonlyMap<string, number>): AlertGroup {
  const { key, severity, state, since, counts, alerts, groupKeys } = outline;
  const head = views[0];
  const dueAt = groupKeys.flatMap((each) => due.get(each) ?? []);
  return {
    key, severity, state, since, counts, labels,
    title: head ? titleOf({ name: head.name, summary: head.annotations.summary ?? '' }, alerts.length, new Set(alerts.map(({ name }) => name)).size) : key,
    total: alerts.length,
    alerts: views,
    nextEscalationAt: dueAt.length === 0 ? null : Math.min(...dueAt),
  };
}

/** For each group what its shown alerts have in common, less what one of its others has not; one query for all. */
async function labelsOf(tx: Transaction, outlines: readonly GroupOutline[], views: readonly AlertView[][]): Promise<Record<string, string>[]> {
  const common = views.map((shownOnes) => commonLabels(shownOnes.map(({ labels }) => labels)));
  const unsure = outlines.flatMap(({ alerts }, index) => {
    const others = alerts.slice(views[index]?.length ?? 0).map(({ id }) => id);
    return others.length === 0 ? [] : [{ index, labels: common[index], others }];
  });
  if (unsure.length === 0) return common;
  const rows = await tx.$queryRaw`
    select g.index, l.key from jsonb_to_recordset(${JSON.stringify(unsure)}::jsonb) as g(index int, labels jsonb, others uuid[]), jsonb_each_text(g.labels) as l
    where exists (select 1 from alerts where id = any(g.others) and labels ->> l.key is distinct from l.value)`;
  for (const { index, key } of z.array(NotCommon).parse(rows)) delete common[index]?.[key];
  return common;
}

/** When the next step of an escalation tells somebody, by the key of the notified group. */
async function dueOf(tx: Transaction, keys: readonly string[]): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map();
  const rows = await tx.$queryRaw`select group_key, min(next_due_at) as due from escalations where ended_at is null and next_due_at is not null and group_key = any(${[...keys]}) group by group_key`;
  return new Map(z.array(Due).parse(rows).map(({ group_key: groupKey, due }) => [groupKey, due.getTime()]));
}

function cursorOf({ state, severity, since, hash }: GroupPlace): string {
  return [state, severity, since, hash].join('_');
}

function placeOf(cursor: string): GroupPlace {
  const [, state = '', severity = '', since = '', hash = ''] = /^([a-z]+)_([a-z]+)_(\d{1,14})_([0-9a-f]{16})$/.exec(cursor) ?? [];
  const place = z.object({ state: z.enum([...alertStates, 'suppressed']), severity: Severity }).safeParse({ state, severity });
  if (!place.success) throw new AppError('invalid', 'query.cursor: this is no cursor of this list. Leave it out to begin at the first group.');
  return { ...place.data, since: Number(since), hash };
}
