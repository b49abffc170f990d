import Link from 'next/link';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { pageSession } from '@/server/auth/page-session';

const places = [
  { path: '/account', title: 'Your account', label: 'Profile' },
  { path: '/account/security', title: 'Security', label: 'Security' },
] as const;

/** The pages of what is a person's own: open to each person who is signed in. */
export async function AccountFrame({ path, children }: { path: (typeof places)[number]['path']; children: ReactNode }) {
  if (!(await pageSession())) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-4">
      <h1 className="text-2xl font-semibold tracking-tight">{places.find((place) => place.path === path)?.title}</h1>
      <h2 className="sr-only">Settings</h2>
      <nav aria-label="Your account" className="flex gap-1 border-b">
        {places.map((place) => (
          <Link key={place.path} href={place.path} aria-current={place.path === path ? 'page' : undefined} className="-mb-px inline-flex h-11 items-center border-b-2 border-transparent px-3 text-sm text-muted hover:text-ink aria-[current]:border-ink aria-[current]:font-medium aria-[current]:text-ink">
            {place.label}
          </Link>
        ))}
      </nav>
      {children}
    </div>
  );
}
