import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { isOpen } from '@/lib/incidents/life-cycle';
import { incidentRoles, type Incident, type IncidentRole } from '@/lib/incidents/schemas';
import { roleWord } from '../incident-words';

interface RolesCardProps {
  incident: Incident;
  selfId: string;
  canUpdate: boolean;
  isPending: boolean;
  onTake: (role: IncidentRole) => void;
  onHandOver: (role: IncidentRole) => void;
}

const does: Record<IncidentRole, string> = { lead: 'decides', communications: 'tells the others', scribe: 'writes down' };

/** Who leads, who tells the others, who writes down. */
export function RolesCard({ incident, selfId, canUpdate, isPending, onTake, onHandOver }: RolesCardProps) {
  return (
    <Card aria-labelledby="roles-title">
      <CardHeader id="roles-title" title="Roles" />
      <ul className="divide-y border-t">
        {incidentRoles.map((role) => {
          const person = incident.roles[role];
          return (
            <li key={role} className="flex min-h-12 flex-wrap items-center justify-between gap-x-3 gap-y-1 py-1 pr-2 pl-4">
              <div className="min-w-0 py-1">
                <p className="text-xs text-muted">
                  {roleWord[role]}, {does[role]}
                </p>
                <p className={person ? 'text-sm font-medium break-words' : 'text-sm text-muted'}>
                  {person ? person.name : 'Nobody'}
                  {person?.id === selfId ? <span className="font-normal text-muted"> (you)</span> : null}
                </p>
              </div>
              {canUpdate ? (
                <span className="flex">
                  {person?.id === selfId || !isOpen(incident.state) ? null : (
                    <Button look="quiet" aria-label={`Take the role ${roleWord[role].toLowerCase()}`} disabled={isPending} onClick={() => onTake(role)}>
                      Take
                    </Button>
                  )}
                  <Button look="quiet" aria-label={`${person ? 'Hand over' : 'Give'} the role ${roleWord[role].toLowerCase()}`} onClick={() => onHandOver(role)}>
                    {person ? 'Hand over' : 'Give'}
                  </Button>
                </span>
              ) : null}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
