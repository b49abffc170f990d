'use client';

import { CalendarRange } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Segmented } from '@/components/ui/segmented';
import { ranges, type RangeName } from '@/lib/health/ranges';
import { CustomRangeForm } from './custom-range-form';
import { rangeNames, type RangeSelection } from './range-selection';

interface RangePickerProps {
  selection: RangeSelection;
  onSelect: (selection: RangeSelection) => void;
}

const options = rangeNames.map((name) => ({ value: name, label: ranges[name].label }));

/** One picker for every chart of the page: buttons on a desk, the phone's own list on a phone. */
export function RangePicker({ selection, onSelect }: RangePickerProps) {
  const [isOpen, setIsOpen] = useState(false);
  const name = selection.kind === 'named' ? selection.name : null;
  const pick = (next: RangeName) => onSelect({ kind: 'named', name: next });
  return (
    <div className="flex items-center gap-2">
      <Segmented label="Range" options={options} value={name} onChange={pick} className="hidden md:flex" />
      <select
        aria-label="Range"
        value={name ?? 'custom'}
        onChange={(event) => {
          const chosen = rangeNames.find((each) => each === event.target.value);
          if (chosen) pick(chosen);
          else setIsOpen(true);
        }}
        className="h-11 rounded-base border border-line-strong bg-surface px-3 text-base md:hidden"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
        <option value="custom">Custom</option>
      </select>
      <Button
        className="h-11 aria-pressed:border-ink aria-pressed:bg-ink aria-pressed:text-inverse md:h-9"
        aria-pressed={name === null}
        aria-haspopup="dialog"
        onClick={() => setIsOpen(true)}
      >
        <CalendarRange aria-hidden className="size-4" />
        <span className="max-sm:sr-only">Custom</span>
      </Button>
      <Dialog open={isOpen} onClose={() => setIsOpen(false)} title="Custom range">
        <CustomRangeForm
          selection={selection}
          onSelect={(next) => {
            setIsOpen(false);
            onSelect(next);
          }}
        />
      </Dialog>
    </div>
  );
}
