'use client';

import { createContext, useContext, type ReactNode } from 'react';
import { setDateLocale } from './format';
import { useZone } from './zone';

interface Organisation {
  timeZone: string | null;
  locale: string;
}

const OrganisationContext = createContext<Organisation>({ timeZone: null, locale: 'en-GB' });

/** Makes dates and new settings follow the organisation. A page belongs to one organisation; the server, which makes pages for all of them, writes no dates. */
export function OrganisationProvider({ organisation, children }: { organisation: Organisation; children: ReactNode }) {
  if (typeof window !== 'undefined') setDateLocale(organisation.locale);
  return <OrganisationContext value={organisation}>{children}</OrganisationContext>;
}

/** The time zone that something new begins with: that of the organisation, else of the browser. Null while the browser's is not known. */
export function useNewZone(): string | null {
  const zone = useZone();
  return useContext(OrganisationContext).timeZone ?? zone;
}
