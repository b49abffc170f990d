'use client';

import Link from 'next/link';
import { useState, type ReactNode } from 'react';
import { Plus } from 'lucide-react';
import { Button, buttonStyle } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';

/** Opens the ways in which a host comes here. */
export function AddHost({ origin }: { origin: string }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button aria-haspopup="dialog" onClick={() => setIsOpen(true)}>
        <Plus aria-hidden className="size-4" />
        Add a host
      </Button>
      <Dialog open={isOpen} onClose={() => setIsOpen(false)} title="Add a host" className="max-w-2xl">
        <WaysIn origin={origin} />
      </Dialog>
    </>
  );
}

/** Scraping and OpenTelemetry, each with what to type. */
export function WaysIn({ origin }: { origin: string }) {
  return (
    <div className="flex flex-col gap-6 text-left text-sm">
      <section className="flex flex-col gap-2">
        <h3 className="font-medium">Scrape a node exporter</h3>
        <p className="text-muted">Run the Prometheus node exporter on the host, then name its address, such as 10.0.0.7:9100. The host appears after the first scrape.</p>
        <p>
          <Link href="/scraping" className={buttonStyle({ look: 'primary' })}>
            Go to Scraping
          </Link>
        </p>
      </section>
      <section className="flex flex-col gap-2">
        <h3 className="font-medium">Send OpenTelemetry metrics</h3>
        <p className="text-muted">
          Point an OTLP/HTTP exporter, such as the hostmetrics receiver of the OpenTelemetry Collector, at this address. Give the resource <Code>service.name</Code> and{' '}
          <Code>service.instance.id</Code>, which tell hosts apart.
        </p>
        <Block>{`${origin}/v1/metrics`}</Block>
        <p className="text-muted">
          Authenticate with a key that may write: the header <Code>Authorization: Bearer nines_...</Code>, with a key made by
        </p>
        <Block>npm run nines -- keys create --name otlp --scope monitoring.write</Block>
      </section>
    </div>
  );
}

function Code({ children }: { children: ReactNode }) {
  return <code className="font-mono text-xs break-words text-ink">{children}</code>;
}

function Block({ children }: { children: string }) {
  return <pre className="rounded-base border bg-sunken px-3 py-2 font-mono text-xs break-all whitespace-pre-wrap">{children}</pre>;
}
