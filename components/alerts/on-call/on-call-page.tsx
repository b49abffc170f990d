'use client';

import { useQuery } from '@tanstack/react-query';
import { channelsQuery } from '@/components/alerts/notify/notify-queries';
import { useNewZone } from '@/components/time/organisation';
import { useZone } from '@/components/time/zone';
import { Managed } from '@/components/ui/managed';
import { Waiting } from '@/components/ui/waiting';
import { peopleQuery, policyQuery, scheduleQuery, schedulesQuery } from './on-call-queries';
import { PolicyForm } from './policy-form';
import { ScheduleForm } from './schedule-form';

export function NewSchedule() {
  const people = useQuery(peopleQuery(true));
  const zone = useNewZone();
  if (!people.data || zone === null) return <Waiting thing="schedule" error={people.error} onRetry={() => void people.refetch()} />;
  return (
    <Managed section="onCallSchedules">
      <ScheduleForm schedule={null} people={people.data.people} zone={zone} />
    </Managed>
  );
}

/** The form of a stored schedule, once it was read. */
export function SchedulePage({ id }: { id: string }) {
  const people = useQuery(peopleQuery(true));
  const schedule = useQuery(scheduleQuery(id));
  const zone = useZone();
  if (!people.data || !schedule.data || zone === null) return <Waiting thing="schedule" error={people.error ?? schedule.error} onRetry={() => void Promise.all([people.refetch(), schedule.refetch()])} />;
  return (
    <Managed section="onCallSchedules">
      <ScheduleForm key={schedule.data.id} schedule={schedule.data} people={people.data.people} zone={zone} />
    </Managed>
  );
}

export function NewPolicy() {
  const { choices, error, retry } = useChoices();
  if (!choices) return <Waiting thing="policy" error={error} onRetry={retry} />;
  return (
    <Managed section="escalationPolicies">
      <PolicyForm policy={null} {...choices} />
    </Managed>
  );
}

/** The form of a stored policy, once it was read. */
export function PolicyPage({ id }: { id: string }) {
  const policy = useQuery(policyQuery(id));
  const { choices, error, retry } = useChoices();
  if (!policy.data || !choices) return <Waiting thing="policy" error={policy.error ?? error} onRetry={() => { void policy.refetch(); retry(); }} />;
  return (
    <Managed section="escalationPolicies">
      <PolicyForm key={policy.data.id} policy={policy.data} {...choices} />
    </Managed>
  );
}

/** Whom a policy can name. */
function useChoices() {
  const people = useQuery(peopleQuery(true));
  const schedules = useQuery(schedulesQuery());
  const channels = useQuery(channelsQuery());
  const isThere = people.data && schedules.data && channels.data;
  return {
    choices: isThere ? { people: people.data.people, schedules: schedules.data.schedules, channels: channels.data.channels } : null,
    error: people.error ?? schedules.error ?? channels.error,
    retry: () => void Promise.all([people.refetch(), schedules.refetch(), channels.refetch()]),
  };
}
