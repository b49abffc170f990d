'use client';

import { History } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { clearHistory, readHistory } from './query-history';

interface HistoryDialogProps {
  open: boolean;
  onClose: () => void;
  onPick: (expr: string) => void;
}

/** The last expressions of this browser. */
export function HistoryDialog({ open, onClose, onPick }: HistoryDialogProps) {
  return (
    <Dialog open={open} onClose={onClose} title="History" className="max-w-2xl">
      <HistoryList onPick={onPick} />
    </Dialog>
  );
}

function HistoryList({ onPick }: { onPick: (expr: string) => void }) {
  const [all, setAll] = useState(readHistory);
  if (all.length === 0) {
    return (
      <Notice icon={History} level={3} title="Nothing was run yet">
        The last 20 expressions that you run in this browser are kept here.
      </Notice>
    );
  }
  return (
    <div className="flex flex-col gap-3">
      <ul className="-mx-4 max-h-[50dvh] divide-y overflow-y-auto border-y">
        {all.map((expr) => (
          <li key={expr}>
            <button type="button" onClick={() => onPick(expr)} className="min-h-11 w-full px-4 py-2 text-left font-mono text-xs break-words whitespace-pre-wrap hover:bg-sunken focus-visible:-outline-offset-2">
              {expr}
            </button>
          </li>
        ))}
      </ul>
      <Button
        className="self-start"
        onClick={() => {
          clearHistory();
          setAll([]);
        }}
      >
        Clear the history
      </Button>
    </div>
  );
}
