interface RowCheckProps {
  label: string;
  isPicked: boolean;
  isDisabled: boolean;
  onPick: (isSpan: boolean) => void;
}

/** The box that picks a row on a desk; with Shift it picks all up to it. */
export function RowCheck({ label, isPicked, isDisabled, onPick }: RowCheckProps) {
  return (
    <label className="relative z-10 hidden size-9 shrink-0 place-items-center sm:grid">
      <input
        type="checkbox"
        aria-label={label}
        checked={isPicked}
        disabled={isDisabled}
        onChange={(event) => onPick(event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)}
        className="size-4 accent-ink"
      />
    </label>
  );
}
