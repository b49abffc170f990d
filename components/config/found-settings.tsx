import { SearchX } from 'lucide-react';
import Link from 'next/link';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import type { SettingField } from '@/lib/settings/field-index';

const most = 50;

/** The settings that a search found, each with what it does and where it is set. */
export function FoundSettings({ text, found }: { text: string; found: readonly SettingField[] }) {
  if (found.length === 0) {
    return (
      <Card>
        <Notice icon={SearchX} title="No setting has these words" role="status">
          Nothing is found for “{text.trim()}”. Try one word, such as retention, password or interval.
        </Notice>
      </Card>
    );
  }
  return (
    <Card aria-label="Settings found">
      <p role="status" className="px-4 pt-3 pb-1 text-xs text-muted">
        {found.length === 1 ? '1 setting' : `${found.length} settings`}
        {found.length > most ? `, the first ${most} are shown` : ''}
      </p>
      <ul className="divide-y">
        {found.slice(0, most).map((field) => (
          <li key={field.label + field.href}>
            <Link href={field.href} className="flex min-h-14 min-w-0 flex-col justify-center gap-0.5 px-4 py-2 hover:bg-sunken">
              <span className="flex flex-wrap items-baseline justify-between gap-x-3">
                <span className="text-sm font-medium">{field.label}</span>
                <span className="text-xs text-muted">{field.page}</span>
              </span>
              <span className="text-xs text-muted">{field.help}</span>
              <Facts field={field} />
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Facts({ field: { unit, initial, bounds } }: { field: SettingField }) {
  const facts = [unit ? `in ${unit}` : '', initial ? `default: ${initial}` : '', bounds ? `bounds: ${bounds}` : ''].filter(Boolean);
  return facts.length === 0 ? null : <span className="text-xs text-muted tabular-nums">{facts.join(' · ')}</span>;
}
