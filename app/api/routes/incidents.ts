import type { RouteModules } from '@/server/http/route-table';
import * as incidentHookCall from '../incident-hooks/[token]/route';
import * as deploys from '../monitoring/deploys/route';
import * as incidentFigures from '../monitoring/incident-figures/route';
import * as incidentHooks from '../monitoring/incident-hooks/route';
import * as incidentHook from '../monitoring/incident-hooks/[id]/route';
import * as incidentSettings from '../monitoring/incident-settings/route';
import * as incidentSettingsPreview from '../monitoring/incident-settings/preview/route';
import * as incidents from '../monitoring/incidents/route';
import * as incident from '../monitoring/incidents/[id]/route';
import * as incidentAlerts from '../monitoring/incidents/[id]/alerts/route';
import * as incidentExport from '../monitoring/incidents/[id]/export/route';
import * as incidentImpact from '../monitoring/incidents/[id]/impact/route';
import * as incidentMerge from '../monitoring/incidents/[id]/merge/route';
import * as incidentPage from '../monitoring/incidents/[id]/page/route';
import * as incidentReview from '../monitoring/incidents/[id]/review/route';
import * as incidentReviewDraft from '../monitoring/incidents/[id]/review/draft/route';
import * as incidentSimilar from '../monitoring/incidents/[id]/similar/route';
import * as incidentSplit from '../monitoring/incidents/[id]/split/route';
import * as incidentTasks from '../monitoring/incidents/[id]/tasks/route';
import * as incidentTask from '../monitoring/incidents/[id]/tasks/[taskId]/route';
import * as incidentTimeline from '../monitoring/incidents/[id]/timeline/route';
import * as incidentPin from '../monitoring/incidents/[id]/timeline/[entryId]/pin/route';
import * as incidentUpdates from '../monitoring/incidents/[id]/updates/route';
import * as incidentViewers from '../monitoring/incidents/[id]/viewers/route';
import * as incidentWatch from '../monitoring/incidents/[id]/watch/route';
import * as statusPage from '../monitoring/status-page/route';
import * as statusPagePost from '../monitoring/status-page/posts/[id]/route';
import * as statusPageSubscribers from '../monitoring/status-page/subscribers/route';
import * as statusPageSubscriber from '../monitoring/status-page/subscribers/[id]/route';
import * as statusPageSubscribersExport from '../monitoring/status-page/subscribers/export/route';

/** Incidents and the status page. */
export const incidentsRoutes: RouteModules = {
  '/api/incident-hooks/[token]': incidentHookCall,
  '/api/monitoring/deploys': deploys,
  '/api/monitoring/incident-figures': incidentFigures,
  '/api/monitoring/incident-hooks': incidentHooks,
  '/api/monitoring/incident-hooks/[id]': incidentHook,
  '/api/monitoring/incident-settings': incidentSettings,
  '/api/monitoring/incident-settings/preview': incidentSettingsPreview,
  '/api/monitoring/incidents': incidents,
  '/api/monitoring/incidents/[id]': incident,
  '/api/monitoring/incidents/[id]/alerts': incidentAlerts,
  '/api/monitoring/incidents/[id]/export': incidentExport,
  '/api/monitoring/incidents/[id]/impact': incidentImpact,
  '/api/monitoring/incidents/[id]/merge': incidentMerge,
  '/api/monitoring/incidents/[id]/page': incidentPage,
  '/api/monitoring/incidents/[id]/review': incidentReview,
  '/api/monitoring/incidents/[id]/review/draft': incidentReviewDraft,
  '/api/monitoring/incidents/[id]/similar': incidentSimilar,
  '/api/monitoring/incidents/[id]/split': incidentSplit,
  '/api/monitoring/incidents/[id]/tasks': incidentTasks,
  '/api/monitoring/incidents/[id]/tasks/[taskId]': incidentTask,
  '/api/monitoring/incidents/[id]/timeline': incidentTimeline,
  '/api/monitoring/incidents/[id]/timeline/[entryId]/pin': incidentPin,
  '/api/monitoring/incidents/[id]/updates': incidentUpdates,
  '/api/monitoring/incidents/[id]/viewers': incidentViewers,
  '/api/monitoring/incidents/[id]/watch': incidentWatch,
  '/api/monitoring/status-page': statusPage,
  '/api/monitoring/status-page/posts/[id]': statusPagePost,
  '/api/monitoring/status-page/subscribers': statusPageSubscribers,
  '/api/monitoring/status-page/subscribers/[id]': statusPageSubscriber,
  '/api/monitoring/status-page/subscribers/export': statusPageSubscribersExport,
};
