import { Notice } from '@/components/ui/notice';
import { ChartSpline } from 'lucide-react';

/** Each has an answer on a fresh install: the machine that Nines runs on is measured from the first second. */
const examples: readonly { title: string; expr: string }[] = [
  { title: 'CPU in use', expr: 'system_cpu_usage_percent' },
  { title: 'Bytes received a second, by interface', expr: 'rate(system_network_bytes_received_total[1m])' },
  { title: 'The five fullest mounts', expr: 'topk(5, system_disk_usage_percent)' },
  { title: 'Memory left', expr: 'system_memory_total_bytes - system_memory_usage_bytes' },
  { title: 'CPU over its mean of 15 minutes', expr: 'avg_over_time(system_cpu_usage_percent[1m]) / avg_over_time(system_cpu_usage_percent[15m])' },
  { title: 'When is the fullest mount full, in percent, in a day', expr: 'max(predict_linear(system_disk_usage_percent[1h], 86400))' },
];

export function Examples({ onPick }: { onPick: (expr: string) => void }) {
  return (
    <section aria-label="Examples" className="rounded-base border border-dashed bg-surface pb-4">
      <Notice icon={ChartSpline} title="Ask the metrics" className="pb-6">
        Write a PromQL expression above and press Enter: this page draws it, lists its values and tells what it cost. Or start from one of these.
      </Notice>
      <ul className="mx-auto grid max-w-4xl grid-cols-1 gap-2 px-4 sm:grid-cols-2">
        {examples.map(({ title, expr }) => (
          <li key={expr} className="min-w-0">
            <button type="button" onClick={() => onPick(expr)} className="flex h-full min-h-11 w-full flex-col gap-1 rounded-base border px-3 py-2 text-left hover:bg-sunken">
              <span className="text-sm font-medium">{title}</span>
              <code className="font-mono text-xs break-words text-muted">{expr}</code>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
