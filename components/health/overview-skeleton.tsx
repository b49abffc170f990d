import { Skeleton } from '@/components/ui/skeleton';
import { healthCharts } from '@/lib/health/charts';
import { vitals } from '@/lib/health/vitals';

/** The page's shape while the first numbers are on their way. */
export function OverviewSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-6">
      <span className="sr-only">Loading the first numbers</span>
      <Skeleton className="h-24" />
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        {vitals.map((vital) => (
          <Skeleton key={vital.id} className="h-40" />
        ))}
      </div>
      <div className="grid grid-cols-1 gap-3 md:grid-cols-2 xl:grid-cols-3">
        {healthCharts.map((chart) => (
          <Skeleton key={chart.id} className="h-60" />
        ))}
      </div>
    </div>
  );
}
