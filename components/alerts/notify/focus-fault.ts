/** Leads to the first field that is wrong, after the fields have taken on their faults. */
export function focusFirstFault(form: HTMLFormElement | null): void {
  setTimeout(() => form?.querySelector<HTMLElement>('[aria-invalid="true"], [data-fault]')?.focus(), 0);
}
