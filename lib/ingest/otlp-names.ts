/**
 * Names as the OTLP translator of Prometheus makes them by default, UnderscoreEscapingWithSuffixes
 * (https://prometheus.io/docs/guides/opentelemetry/, https://github.com/prometheus/otlptranslator).
 */
const units: Readonly<Record<string, string>> = {
  d: 'days', h: 'hours', min: 'minutes', s: 'seconds', ms: 'milliseconds', us: 'microseconds', ns: 'nanoseconds',
  By: 'bytes', KiBy: 'kibibytes', MiBy: 'mebibytes', GiBy: 'gibibytes', TiBy: 'tebibytes',
  kBy: 'kilobytes', KBy: 'kilobytes', MBy: 'megabytes', GBy: 'gigabytes', TBy: 'terabytes',
  m: 'meters', V: 'volts', A: 'amperes', J: 'joules', W: 'watts', g: 'grams', Cel: 'celsius', Hz: 'hertz', '1': '', '%': 'percent',
};
const perUnits: Readonly<Record<string, string>> = { s: 'second', m: 'minute', h: 'hour', d: 'day', w: 'week', mo: 'month', y: 'year' };

export type NameKind = 'counter' | 'gauge' | 'other';

/** The name of a metric in Prometheus; empty when nothing of it can be kept. */
export function metricNameOf(name: string, unit: string, kind: NameKind): string {
  let tokens = name.split(/[^a-zA-Z0-9:]+/).filter((token) => token !== '');
  if (tokens.length === 0) return '';
  const [main, per] = unitSuffixes(unit);
  if (main !== '' && !tokens.includes(main)) tokens.push(main);
  if (per !== '' && !tokens.includes(per)) tokens.push(per);
  if (kind === 'counter') tokens = [...tokens.filter((token) => token !== 'total'), 'total'];
  if (kind === 'gauge' && unit === '1') tokens = [...tokens.filter((token) => token !== 'ratio'), 'ratio'];
  const joined = tokens.join('_');
  return /^\d/.test(joined) ? `_${joined}` : joined;
}

/** The unit of a metric as its description says it: `bytes_per_second`. */
export function unitNameOf(unit: string): string {
  return unitSuffixes(unit).filter((part) => part !== '').join('_');
}

function unitSuffixes(unit: string): [main: string, per: string] {
  const slash = unit.indexOf('/');
  const main = (slash < 0 ? unit : unit.slice(0, slash)).trim();
  const per = slash < 0 ? '' : unit.slice(slash + 1).trim();
  const perName = cleanUnit(per, perUnits);
  return [cleanUnit(main, units), perName === '' ? '' : `per_${perName}`];
}

/** Units in braces are annotations and say nothing. */
function cleanUnit(unit: string, names: Readonly<Record<string, string>>): string {
  if (unit === '' || /[{}]/.test(unit)) return '';
  const name = Object.hasOwn(names, unit) ? (names[unit] ?? '') : unit;
  return name.replace(/[^a-zA-Z0-9:]+/g, '_').replace(/^_|_$/g, '');
}

/** The name of a label in Prometheus; empty when nothing of it can be kept. */
export function labelNameOf(attribute: string): string {
  const name = attribute.replace(/[^a-zA-Z0-9_]/gu, '_');
  if (/^_*$/.test(name)) return '';
  if (/^\d/.test(name)) return `key_${name}`;
  return name.startsWith('_') && !name.startsWith('__') ? `key${name}` : name;
}
