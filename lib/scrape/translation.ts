import { parseDurationMs } from './duration';

export type YamlRecord = Record<string, unknown>;

export function isRecord(value: unknown): value is YamlRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** YAML reads `5` and `true` as what they look like, where the configuration means their text. */
export function asString(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

export function mapValues<T>(record: YamlRecord, change: (value: unknown) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

const ruleFields: Record<string, string> = { source_labels: 'sourceLabels', target_label: 'targetLabel' };
const sizeUnits: Record<string, number> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

/** A job while it is translated from the names and notations of a Prometheus configuration; its schema checks it afterwards. */
export class Translation {
  readonly job: YamlRecord = {};
  readonly issues: { path: string; message: string }[] = [];

  constructor(private readonly position: string) {}

  issue(path: string, message: string): void {
    if (this.issues.length < 50) this.issues.push({ path: `${this.position}.${path}`, message });
  }

  duration(field: string, key: string, value: unknown): void {
    const ms = parseDurationMs(asString(value));
    if (ms === null) this.issue(key, `${JSON.stringify(value)} is no duration such as 15s or 1m.`);
    else this.job[field] = ms;
  }

  size(field: string, key: string, value: unknown): void {
    const found = /^(\d+(?:\.\d+)?)([KMG]?)i?B?$/.exec(asString(value));
    if (!found) this.issue(key, `${JSON.stringify(value)} is no size such as 10MB.`);
    else if (Number(found[1]) > 0) this.job[field] = Math.round(Number(found[1]) * (sizeUnits[found[2] ?? ''] ?? 1));
  }

  groups(key: string, value: unknown): void {
    if (!Array.isArray(value)) return this.issue(key, 'This is a list of target groups.');
    this.job.staticConfigs = value.map((group: unknown) =>
      isRecord(group) && isRecord(group.labels) ? { ...group, labels: mapValues(group.labels, asString) } : group,
    );
  }

  rules(field: string, value: unknown): void {
    if (!Array.isArray(value)) return this.issue(field, 'This is a list of relabelling rules.');
    this.job[field] = value.map((rule: unknown) => {
      if (!isRecord(rule)) return rule;
      return Object.fromEntries(Object.entries(rule).map(([key, each]) => [ruleFields[key] ?? key, ruleValue(key, each)]));
    });
  }
}

function ruleValue(key: string, value: unknown): unknown {
  if (key === 'modulus') return value;
  if (Array.isArray(value)) return value.map(asString);
  return key === 'action' ? asString(value).toLowerCase() : asString(value);
}
