import { previewThresholds } from '@/lib/alerts/rules/api';
import * as thresholds from '@/server/alerts/rules/preview-thresholds';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = route(previewThresholds, ({ caller, body }) => thresholds.previewThresholds(runtime(), caller, body.thresholds));
