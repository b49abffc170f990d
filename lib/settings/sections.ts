import type { z } from 'zod';
import { AuditSettings } from './audit-settings';
import { LimitSettings } from './limit-settings';
import { ProviderSettings } from './provider-settings';
import { RetentionSettings } from './retention-settings';
import { SignInSettings } from './sign-in-settings';
import { OrganisationSettings } from './organisation-settings';

/**
 * The sections of the configuration that have no table of their own, by name. Each schema gives every field its default, so that `{}` is the section as nobody changed it yet.
 * Those of the platform are about the whole installation: only the tenant that runs it has them.
 */
export const settingsSections = {
  organisation: { schema: OrganisationSettings, isPlatform: false },
  'sign-in': { schema: SignInSettings, isPlatform: false },
  audit: { schema: AuditSettings, isPlatform: false },
  limits: { schema: LimitSettings, isPlatform: true },
  retention: { schema: RetentionSettings, isPlatform: true },
  providers: { schema: ProviderSettings, isPlatform: true },
} as const satisfies Record<string, { schema: z.ZodType; isPlatform: boolean }>;

export type SettingsSection = keyof typeof settingsSections;

export type SettingsOf<Section extends SettingsSection> = z.output<(typeof settingsSections)[Section]['schema']>;

export const settingsSectionNames = Object.keys(settingsSections) as [SettingsSection, ...SettingsSection[]];
