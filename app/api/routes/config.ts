import type { RouteModules } from '@/server/http/route-table';
import * as about from '../monitoring/about/route';
import * as audit from '../monitoring/audit/route';
import * as auditExport from '../monitoring/audit/export/route';
import * as auditSettings from '../monitoring/audit/settings/route';
import * as auditSettingsPreview from '../monitoring/audit/settings/preview/route';
import * as auditStream from '../monitoring/audit/stream/route';
import * as auditVerify from '../monitoring/audit/verify/route';
import * as configuration from '../monitoring/config/route';
import * as configSummary from '../monitoring/config-summary/route';
import * as configurationExport from '../monitoring/config/export/route';
import * as configurationFiles from '../monitoring/config/files/route';
import * as configurationSchema from '../monitoring/config/schema.json/route';
import * as configurationVersions from '../monitoring/config/versions/route';
import * as configurationVersion from '../monitoring/config/versions/[version]/route';
import * as configurationRestore from '../monitoring/config/versions/[version]/restore/route';
import * as apiKeys from '../monitoring/keys/route';
import * as apiKey from '../monitoring/keys/[id]/route';
import * as apiKeyRevoke from '../monitoring/keys/[id]/revoke/route';
import * as apiKeyRotate from '../monitoring/keys/[id]/rotate/route';
import * as limits from '../monitoring/limits/route';
import * as limitsLockouts from '../monitoring/limits/lockouts/route';
import * as limitsPreview from '../monitoring/limits/preview/route';
import * as limitsUnlock from '../monitoring/limits/unlock/route';
import * as managedSections from '../monitoring/managed-sections/route';
import * as organisation from '../monitoring/organisation/route';
import * as organisationPreview from '../monitoring/organisation/preview/route';
import * as retentionSettings from '../monitoring/retention-settings/route';
import * as retentionPreview from '../monitoring/retention-settings/preview/route';
import * as signInProviders from '../monitoring/sign-in-providers/route';
import * as signInProvider from '../monitoring/sign-in-providers/[key]/route';
import * as signInSettings from '../monitoring/sign-in-settings/route';
import * as signInPreview from '../monitoring/sign-in-settings/preview/route';

/** Settings of the organisation and of the installation, and the trail of their changes. */
export const configRoutes: RouteModules = {
  '/api/monitoring/about': about,
  '/api/monitoring/audit': audit,
  '/api/monitoring/audit/export': auditExport,
  '/api/monitoring/audit/settings': auditSettings,
  '/api/monitoring/audit/settings/preview': auditSettingsPreview,
  '/api/monitoring/audit/stream': auditStream,
  '/api/monitoring/audit/verify': auditVerify,
  '/api/monitoring/config': configuration,
  '/api/monitoring/config-summary': configSummary,
  '/api/monitoring/config/export': configurationExport,
  '/api/monitoring/config/files': configurationFiles,
  '/api/monitoring/config/schema.json': configurationSchema,
  '/api/monitoring/config/versions': configurationVersions,
  '/api/monitoring/config/versions/[version]': configurationVersion,
  '/api/monitoring/config/versions/[version]/restore': configurationRestore,
  '/api/monitoring/keys': apiKeys,
  '/api/monitoring/keys/[id]': apiKey,
  '/api/monitoring/keys/[id]/revoke': apiKeyRevoke,
  '/api/monitoring/keys/[id]/rotate': apiKeyRotate,
  '/api/monitoring/limits': limits,
  '/api/monitoring/limits/lockouts': limitsLockouts,
  '/api/monitoring/limits/preview': limitsPreview,
  '/api/monitoring/limits/unlock': limitsUnlock,
  '/api/monitoring/managed-sections': managedSections,
  '/api/monitoring/organisation': organisation,
  '/api/monitoring/organisation/preview': organisationPreview,
  '/api/monitoring/retention-settings': retentionSettings,
  '/api/monitoring/retention-settings/preview': retentionPreview,
  '/api/monitoring/sign-in-providers': signInProviders,
  '/api/monitoring/sign-in-providers/[key]': signInProvider,
  '/api/monitoring/sign-in-settings': signInSettings,
  '/api/monitoring/sign-in-settings/preview': signInPreview,
};
