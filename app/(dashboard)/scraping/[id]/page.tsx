import type { Metadata } from 'next';
import { JobPage } from '@/components/scrape/job-page';
import { EditingFrame } from '../../frames';

export const metadata: Metadata = { title: 'Edit scrape job' };

export default async function EditJobPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <EditingFrame title="Edit scrape job" path={`/scraping/${id}`} back={{ href: '/scraping', label: 'All jobs' }}>
      <JobPage id={id} />
    </EditingFrame>
  );
}
