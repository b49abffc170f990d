import { incidentLimits } from '@/lib/incidents/schemas';
import type { Transaction } from '@/server/database/database';

/** Takes the services of alerts into an incident, as far as there are services of these names and it has not too many. */
export async function touchServices(tx: Transaction, tenantId: string, incidentId: string, names: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    insert into incident_services (incident_id, service_id, tenant_id)
    select ${incidentId}::uuid, s.id, ${tenantId}::uuid from services s
    where s.name = any(${[...new Set(names)]}::text[]) and not exists (select from incident_services x where x.incident_id = ${incidentId}::uuid and x.service_id = s.id)
    order by s.name limit greatest(0, ${incidentLimits.services} - (select count(*) from incident_services where incident_id = ${incidentId}::uuid))
    on conflict do nothing`;
}

/** Takes services out of an incident that no alert of it has any more; what somebody said was touched stays. */
export async function leaveServices(tx: Transaction, incidentId: string, names: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    delete from incident_services x using services s
    where x.incident_id = ${incidentId}::uuid and s.id = x.service_id and s.name = any(${[...new Set(names)]}::text[]) and x.impact is null
      and not exists (select from incident_alerts j join alerts a on a.id = j.alert_id where j.incident_id = x.incident_id and a.service = s.name)`;
}
