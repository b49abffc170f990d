/** A dialog comes from the foot of the screen on a phone, where the thumb is. */
export const sheetStyle = 'max-sm:mx-0 max-sm:mb-0 max-sm:w-full max-sm:max-w-none max-sm:rounded-b-none max-sm:pb-[env(safe-area-inset-bottom)]';
