import type { Metadata } from 'next';
import { JobForm } from '@/components/scrape/job-form';
import { EditingFrame } from '../frame';

export const metadata: Metadata = { title: 'New scrape job' };

export default function NewJobPage() {
  return (
    <EditingFrame title="New scrape job" path="/scraping/new">
      <JobForm job={null} />
    </EditingFrame>
  );
}
