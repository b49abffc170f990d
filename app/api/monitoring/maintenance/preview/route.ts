import { previewMaintenance } from '@/lib/alerts/suppression/api';
import { previewMaintenance as preview } from '@/server/alerts/suppression/maintenance';
import { route } from '@/server/http/route';

export const POST = route(previewMaintenance, ({ caller, body }) => preview(caller, body.schedule));
