'use client';

import { useState } from 'react';
import { fromLocalInput, toLocalInput } from '@/components/alerts/suppression/local-input';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Segmented } from '@/components/ui/segmented';
import { rangeWord } from './figure-words';
import { figureRangeNames, type FiguresState } from './figures-state';

interface FiguresRangeProps {
  range: FiguresState['range'];
  onChange: (range: FiguresState['range']) => void;
}

const options = [...figureRangeNames.map((value) => ({ value, label: rangeWord[value] })), { value: 'custom' as const, label: 'Custom' }];

/** The time that the figures are of. */
export function FiguresRange({ range, onChange }: FiguresRangeProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Segmented label="Range" options={options} value={typeof range === 'string' ? range : 'custom'} onChange={(value) => (value === 'custom' ? setIsOpen(true) : onChange(value))} className="self-start max-sm:grid max-sm:w-full max-sm:grid-cols-2" />
      <Dialog open={isOpen} onClose={() => setIsOpen(false)} title="Declared between">
        <CustomForm
          range={range}
          onChange={(next) => {
            setIsOpen(false);
            onChange(next);
          }}
        />
      </Dialog>
    </>
  );
}

function CustomForm({ range, onChange }: FiguresRangeProps) {
  const [from, setFrom] = useState(typeof range === 'string' ? '' : toLocalInput(range.fromMs));
  const [to, setTo] = useState(typeof range === 'string' ? '' : toLocalInput(range.toMs));
  const [error, setError] = useState('');
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const [fromMs, toMs] = [fromLocalInput(from), fromLocalInput(to)];
        if (fromMs === null || toMs === null) setError('Write both times.');
        else if (fromMs >= toMs) setError('The range has to end after it begins.');
        else onChange({ fromMs, toMs });
      }}
    >
      <Field label="From" type="datetime-local" data-first value={from} onChange={(event) => setFrom(event.target.value)} />
      <Field label="To" type="datetime-local" value={to} error={error || undefined} onChange={(event) => setTo(event.target.value)} />
      <Button type="submit" look="primary" size="large">
        Show this range
      </Button>
    </form>
  );
}
