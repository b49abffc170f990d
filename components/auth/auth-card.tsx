import type { ReactNode } from 'react';
import { Brand } from '@/components/shell/brand';

/** The frame of the pages before a session exists. */
export function AuthCard({ title, intro, children }: { title: string; intro?: ReactNode; children: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className="w-full max-w-sm">
        <div className="mb-6">
          <Brand />
        </div>
        <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
        {intro ? <div className="mt-2 text-sm text-pretty text-muted">{intro}</div> : null}
        <div className="mt-6">{children}</div>
      </div>
    </main>
  );
}

export function FormError({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="rounded-base border border-critical-fill bg-critical-soft px-3 py-2 text-sm text-critical">
      {children}
    </p>
  );
}
