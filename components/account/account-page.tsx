'use client';

import { useQuery } from '@tanstack/react-query';
import { Waiting } from '@/components/ui/waiting';
import { accountQuery } from './account-queries';
import { ContactsCard } from './contacts-card';
import { FactorsCard } from './factors-card';
import { PasswordCard } from './password-card';
import { ProfileCard } from './profile-card';
import { ProvidersCard, type ProvidersCardProps } from './providers-card';
import { SessionsCard } from './sessions-card';

export function ProfilePage() {
  const { data, error, refetch } = useQuery(accountQuery());
  if (!data) return <Waiting thing="account" error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <ProfileCard account={data} />
      <ContactsCard contacts={data.contacts} />
    </>
  );
}

/** `next` is a path that was already found safe. */
export function SecurityPage({ next, ...waysIn }: ProvidersCardProps & { next: string }) {
  const { data, error, refetch } = useQuery(accountQuery());
  return (
    <>
      <FactorsCard next={next} />
      {data ? (
        <>
          <ProvidersCard {...waysIn} email={data.email} />
          <PasswordCard account={data} />
        </>
      ) : (
        <Waiting thing="account" error={error} onRetry={() => void refetch()} />
      )}
      <SessionsCard />
    </>
  );
}
