import type { RouteModules } from '@/server/http/route-table';
import * as channelKinds from '../monitoring/channel-kinds/route';
import * as channels from '../monitoring/channels/route';
import * as channel from '../monitoring/channels/[id]/route';
import * as channelTest from '../monitoring/channels/[id]/test/route';
import * as channelsTest from '../monitoring/channels/test/route';
import * as deliveries from '../monitoring/deliveries/route';
import * as deliveryResend from '../monitoring/deliveries/[id]/resend/route';
import * as escalationPolicies from '../monitoring/escalation-policies/route';
import * as escalationPolicy from '../monitoring/escalation-policies/[id]/route';
import * as notificationRouting from '../monitoring/notification-routing/route';
import * as notificationRoutingTest from '../monitoring/notification-routing/test/route';
import * as onCall from '../monitoring/on-call/route';
import * as onCallSchedules from '../monitoring/on-call-schedules/route';
import * as onCallSchedule from '../monitoring/on-call-schedules/[id]/route';
import * as onCallOverrides from '../monitoring/on-call-schedules/[id]/overrides/route';
import * as onCallOverride from '../monitoring/on-call-schedules/[id]/overrides/[overrideId]/route';
import * as onCallShifts from '../monitoring/on-call-schedules/[id]/shifts/route';
import * as onCallPreview from '../monitoring/on-call-schedules/preview/route';
import * as pushSubscriptions from '../monitoring/push-subscriptions/route';

/** Whom alerts and incidents reach, by what and when. */
export const notificationsRoutes: RouteModules = {
  '/api/monitoring/channel-kinds': channelKinds,
  '/api/monitoring/channels': channels,
  '/api/monitoring/channels/[id]': channel,
  '/api/monitoring/channels/[id]/test': channelTest,
  '/api/monitoring/channels/test': channelsTest,
  '/api/monitoring/deliveries': deliveries,
  '/api/monitoring/deliveries/[id]/resend': deliveryResend,
  '/api/monitoring/escalation-policies': escalationPolicies,
  '/api/monitoring/escalation-policies/[id]': escalationPolicy,
  '/api/monitoring/notification-routing': notificationRouting,
  '/api/monitoring/notification-routing/test': notificationRoutingTest,
  '/api/monitoring/on-call': onCall,
  '/api/monitoring/on-call-schedules': onCallSchedules,
  '/api/monitoring/on-call-schedules/[id]': onCallSchedule,
  '/api/monitoring/on-call-schedules/[id]/overrides': onCallOverrides,
  '/api/monitoring/on-call-schedules/[id]/overrides/[overrideId]': onCallOverride,
  '/api/monitoring/on-call-schedules/[id]/shifts': onCallShifts,
  '/api/monitoring/on-call-schedules/preview': onCallPreview,
  '/api/monitoring/push-subscriptions': pushSubscriptions,
};
