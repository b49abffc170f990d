import { ProviderRules, type ProviderConnection, type StoredProvider } from '@/lib/settings/provider-settings';

/** A provider that the variables name. */
export interface VariableProvider {
  key: string;
  name: string;
  connection: ProviderConnection;
  clientSecret: string;
}

/** A provider as it is used: that of Config, of the variables, or of the variables with the rules of Config. */
export interface Provider {
  key: string;
  name: string;
  isOn: boolean;
  connection: ProviderConnection;
  /** Null while none is known. */
  clientSecret: string | null;
  rules: ProviderRules;
  /** Whether the variables say where it is; Config then has its rules only. */
  isFromVariables: boolean;
}

/** All providers by what the variables and Config say; the variables come first and win where both name one. An entry of Config whose variables are gone is left out. */
export function mergeProviders(variables: readonly VariableProvider[], stored: readonly StoredProvider[], secrets: Readonly<Record<string, string>>): Provider[] {
  const fromVariables = variables.map((each): Provider => {
    const entry = stored.find(({ key }) => key === each.key);
    return { ...each, isOn: entry?.isOn ?? true, rules: entry?.rules ?? ProviderRules.parse({}), isFromVariables: true };
  });
  const named = new Set(variables.map(({ key }) => key));
  const fromConfig = stored.flatMap(({ key, name, isOn, connection, rules }): Provider[] =>
    connection === null || named.has(key) ? [] : [{ key, name, isOn, connection, rules, clientSecret: Object.hasOwn(secrets, key) ? (secrets[key] ?? null) : null, isFromVariables: false }],
  );
  return [...fromVariables, ...fromConfig];
}

/** Whether people may sign in by it now. */
export function isUsable({ isOn, clientSecret }: Pick<Provider, 'isOn' | 'clientSecret'>): boolean {
  return isOn && clientSecret !== null;
}
