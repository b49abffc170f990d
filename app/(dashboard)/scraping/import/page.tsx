import type { Metadata } from 'next';
import { ImportForm } from '@/components/scrape/import-form';
import { EditingFrame } from '../frame';

export const metadata: Metadata = { title: 'Import scrape jobs' };

export default function ImportPage() {
  return (
    <EditingFrame title="Import scrape jobs" path="/scraping/import">
      <ImportForm />
    </EditingFrame>
  );
}
