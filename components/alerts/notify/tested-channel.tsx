import { StateIcon } from '@/components/ui/state';
import type { ChannelTestResult } from '@/lib/alerts/channels/schemas';

/** What came of a test message. */
export function TestedChannel({ result: { ok, status, durationMs, error } }: { result: ChannelTestResult }) {
  const facts = [status === null ? null : `status ${status}`, `${Math.round(durationMs).toLocaleString('en')} ms`].filter(Boolean).join(', ');
  return (
    <p role="status" aria-label="Result of the test" data-ok={ok} className="flex items-start gap-2 text-sm">
      <StateIcon state={ok ? 'ok' : 'critical'} className="mt-0.5" />
      <span className="min-w-0 break-words">
        {ok ? `The test message was taken (${facts}). Look whether it is there.` : `The test failed (${facts}).`}
        {error ? <span className="text-critical"> {error}</span> : null}
      </span>
    </p>
  );
}
