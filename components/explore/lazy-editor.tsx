'use client';

import dynamic from 'next/dynamic';

/** The editor, fetched when a page shows it. */
export const LazyEditor = dynamic(() => import('./query-editor').then((module) => module.QueryEditor), {
  ssr: false,
  loading: () => <div role="status" aria-label="Loading the editor" className="h-11" />,
});
