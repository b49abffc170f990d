import type { Metadata } from 'next';
import { ImportForm } from '@/components/scrape/import-form';
import { Managed } from '@/components/ui/managed';
import { EditingFrame } from '../../frames';

export const metadata: Metadata = { title: 'Import scrape jobs' };

export default function ImportPage() {
  return (
    <EditingFrame title="Import scrape jobs" path="/scraping/import" back={{ href: '/scraping', label: 'All jobs' }}>
      <Managed section="scrapeJobs">
        <ImportForm />
      </Managed>
    </EditingFrame>
  );
}
