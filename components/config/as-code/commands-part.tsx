import { Card, CardHeader } from '@/components/ui/card';

const commands = [
  ['npm run nines -- config export', 'Prints the configuration.'],
  ['npm run nines -- config diff nines.yaml', 'Says what a document would change.'],
  ['npm run nines -- config apply nines.yaml', 'Applies it: all of it, or nothing.'],
  ['CONFIG_PATH=/etc/nines npm start', 'Applies the files of a folder, now and whenever they change.'],
] as const;

/** The same from a terminal. */
export function CommandsPart() {
  return (
    <Card aria-label="Commands">
      <CardHeader title="Commands" />
      <dl className="divide-y">
        {commands.map(([command, what]) => (
          <div key={command} className="flex min-w-0 flex-col gap-0.5 px-4 py-2 text-sm">
            <dt className="font-mono text-xs break-words">{command}</dt>
            <dd className="text-muted">{what}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
