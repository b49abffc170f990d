import type { Metadata } from 'next';
import { JobForm } from '@/components/scrape/job-form';
import { EditingFrame } from '../../frames';

export const metadata: Metadata = { title: 'New scrape job' };

export default function NewJobPage() {
  return (
    <EditingFrame title="New scrape job" path="/scraping/new" back={{ href: '/scraping', label: 'All jobs' }}>
      <JobForm job={null} />
    </EditingFrame>
  );
}
