'use client';

import { usePathname, useRouter } from 'next/navigation';
import { useEffect, type ReactNode } from 'react';

const place = '/account/security';

/** While the organisation asks for a second factor, every page leads to where one is set up. The server opens nothing else meanwhile. */
export function LeadToSecondFactor({ children }: { children: ReactNode }) {
  const path = usePathname();
  const router = useRouter();
  const isThere = path === place;
  useEffect(() => {
    if (!isThere) router.replace(`${place}?next=${encodeURIComponent(path)}`);
  }, [isThere, path, router]);
  return isThere ? children : null;
}
