'use client';

import { Dialog } from '@/components/ui/dialog';

const shortcuts: readonly { keys: readonly string[]; does: string }[] = [
  { keys: ['Ctrl', 'K'], does: 'Search pages, incidents, alerts, charts and actions' },
  { keys: ['j'], does: 'Next tile, chart, alert, incident, service or check' },
  { keys: ['k'], does: 'Previous tile, chart, alert, incident, service or check' },
  { keys: ['Enter'], does: 'On a tile: go to its chart' },
  { keys: ['x'], does: 'On Alerts: select, with Shift all up to it' },
  { keys: ['a'], does: 'On Alerts, Incidents, an alert and an incident: acknowledge' },
  { keys: ['r'], does: 'On Alerts and an alert: resolve' },
  { keys: ['s'], does: 'On Alerts and an alert: silence' },
  { keys: ['c'], does: 'On Incidents, Alerts and an alert: declare an incident' },
  { keys: ['u'], does: 'On an incident: post an update' },
  { keys: ['e'], does: 'On an incident: edit' },
  { keys: ['m'], does: 'On an incident: comment' },
  { keys: ['/'], does: 'On Alerts, Incidents, Services and Checks: search' },
  { keys: ['←', '→'], does: 'On a chart: move the crosshair of all charts' },
  { keys: ['Shift', '←', '→'], does: 'On a chart: select a span' },
  { keys: ['Enter'], does: 'On a selected span: zoom in' },
  { keys: ['Esc'], does: 'Clear the crosshair, close what is open' },
  { keys: ['?'], does: 'This list' },
];

export function ShortcutList({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} title="Keyboard shortcuts">
      <dl className="divide-y">
        {shortcuts.map((shortcut) => (
          <div key={shortcut.does} className="flex items-center justify-between gap-4 py-2 text-sm">
            <dt className="min-w-0 text-muted">{shortcut.does}</dt>
            <dd className="flex shrink-0 gap-1">
              {shortcut.keys.map((key) => (
                <kbd key={key} className="min-w-6 rounded-base border bg-sunken px-2 text-center font-mono text-xs leading-6">
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
