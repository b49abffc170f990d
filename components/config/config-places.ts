import type { Permission } from '@/lib/auth/permissions';

interface ConfigPlace {
  href: string;
  label: string;
  permission: Permission;
}

/** Every page of Config and every page elsewhere that is configuration, in groups. */
export const configPlaces: readonly { title: string; places: readonly ConfigPlace[] }[] = [];
