import { AppError } from '@/lib/errors';
import { parseDurationMs } from '@/lib/scrape/duration';
import { parseYaml } from '@/lib/scrape/import-yaml';
import { asString, isRecord, type YamlRecord } from '@/lib/scrape/translation';
import { shownAddress } from '../kinds/shown-address';
import { dnsOf } from './blackbox-dns';
import { httpOf } from './blackbox-http';
import { icmpOf, tcpOf } from './blackbox-tcp';
import { type CheckInput, collectChecks, type ImportedChecks, NotTaken } from './imported-checks';
import type { TakenKind } from './module-options';

const intervalMs = 20_000;
const longestMs = 60_000;
const maxModules = 500;

/**
 * Takes over modules of a blackbox.yml of Prometheus' blackbox exporter, together with what they look at: each target is an address, or a module and an
 * address (`http_2xx https://example.com`), which is needed where more than one module fits. What a check of Nines would do differently is not taken, and
 * said. Throws AppError `invalid` for what is no such file. https://github.com/prometheus/blackbox_exporter/blob/master/CONFIGURATION.md
 */
export function importBlackbox(text: string, targets: readonly string[]): ImportedChecks {
  const root = parseYaml(text);
  const modules = isRecord(root) && isRecord(root.modules) ? root.modules : {};
  const names = Object.keys(modules);
  if (names.length === 0) throw new AppError('invalid', 'There are no modules in this text. It is a blackbox.yml with a section modules.');
  if (names.length > maxModules) throw new AppError('invalid', `At most ${maxModules} modules can be read; these are ${names.length}. Leave out those that are not needed.`);
  const fitting = fittingModules(modules);
  const given = targets.map((target) => target.trim()).filter((target) => target !== '');
  const chosen = given.map((target) => ({ target, choice: moduleOf(target, modules, fitting) }));
  const used = new Set(chosen.map(({ choice }) => choice?.module));
  const notes = names.filter((name) => !used.has(name)).map((name) => ({ name, reason: reasonOfUnused(modules[name]) }));
  return collectChecks(chosen.map(({ target, choice }) => entryOf(target, choice, modules)), notes);
}

interface Chosen {
  module: string;
  target: string;
}

function entryOf(given: string, chosen: Chosen | null, modules: YamlRecord): { name: string; translate: () => CheckInput } {
  return {
    name: chosen ? `${shownAddress(chosen.target)} (${chosen.module})` : given.split(/\s+/).map(shownAddress).join(' '),
    translate: () => {
      if (!chosen) throw new NotTaken('Say which module looks at it, as in: http_2xx https://example.com');
      return translate(modules[chosen.module], chosen.target);
    },
  };
}

/** The module that is named before the target, or else the only one that fits the form of the target. */
function moduleOf(given: string, modules: YamlRecord, fitting: Readonly<Record<Form, string[]>>): Chosen | null {
  const [module = '', ...rest] = given.split(/\s+/);
  if (rest.length > 0) return Object.hasOwn(modules, module) ? { module, target: rest.join(' ') } : null;
  const [only, another] = fitting[formOf(given)];
  return only !== undefined && another === undefined ? { module: only, target: given } : null;
}

/** A URL, a host with a port, or anything else. */
type Form = 'url' | 'port' | 'host';
const proberOfForm: Readonly<Record<Form, readonly string[]>> = { url: ['http'], port: ['tcp', 'dns'], host: ['icmp', 'dns'] };

function formOf(target: string): Form {
  if (/^https?:\/\//i.test(target)) return 'url';
  return /^(?:\[[^\]]+\]|[^:]+):\d+$/.test(target) ? 'port' : 'host';
}

function fittingModules(modules: YamlRecord): Record<Form, string[]> {
  const known = Object.entries(modules).flatMap(([name, options]) => (isRecord(options) ? [{ name, prober: asString(options.prober) }] : []));
  const fitting = (form: Form) => known.filter(({ prober }) => proberOfForm[form].includes(prober)).map(({ name }) => name);
  return { url: fitting('url'), port: fitting('port'), host: fitting('host') };
}

const probers: Readonly<Record<string, (options: YamlRecord, target: string) => TakenKind>> = { http: httpOf, tcp: tcpOf, icmp: icmpOf, dns: dnsOf };

const notAModule = 'The module is no mapping with a prober.';
const noCheckFor = (prober: string) => `Nines has no check for the prober ${prober.slice(0, 40) || 'none'}.`;

function reasonOfUnused(module: unknown): string {
  if (!isRecord(module)) return notAModule;
  const prober = asString(module.prober);
  return Object.hasOwn(probers, prober) ? 'No target is given for this module.' : noCheckFor(prober);
}

function translate(module: unknown, target: string): CheckInput {
  if (!isRecord(module)) throw new NotTaken(notAModule);
  const prober = asString(module.prober);
  const take = Object.hasOwn(probers, prober) ? probers[prober] : undefined;
  if (!take) throw new NotTaken(noCheckFor(prober));
  const surplus = Object.keys(module).find((key) => !['prober', 'timeout', 'http', 'tcp', 'icmp', 'dns', 'grpc', 'unix'].includes(key));
  if (surplus !== undefined) throw new NotTaken(`${surplus.slice(0, 60)} is not taken.`);
  const options = module[prober] ?? {};
  if (!isRecord(options)) throw new NotTaken(`${prober} is no mapping.`);
  const timeoutMs = module.timeout === undefined ? 10_000 : parseDurationMs(asString(module.timeout));
  if (timeoutMs === null || timeoutMs < 100 || timeoutMs > longestMs) throw new NotTaken('timeout: must be a duration between 100ms and 1m.');
  return { ...take(options, target), timeoutMs, intervalMs: timeoutMs > intervalMs ? longestMs : intervalMs };
}
