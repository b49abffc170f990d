import { saveFile } from '@/components/ui/save-file';
import { Button } from '@/components/ui/button';

/** The codes, the one time that they are shown. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  return (
    <section aria-label="Recovery codes" className="flex flex-col gap-3 rounded-base border border-warning-fill bg-warning-soft p-3">
      <p className="text-sm">Keep these recovery codes where you find them without this device. Each signs in once in place of the second factor. They are not shown again.</p>
      <ul className="grid grid-cols-1 gap-1 font-mono text-sm sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => saveFile(`${codes.join('\n')}\n`, 'nines-recovery-codes.txt', 'text/plain')}>Save as a file</Button>
        <Button look="primary" onClick={onDone}>I have kept them</Button>
      </div>
    </section>
  );
}
