import { clsx, type ClassValue } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

const merge = extendTailwindMerge({
  extend: { theme: { text: ['axis'], radius: ['base'], shadow: ['pop'] } },
});

/** Joins class names; of two that set the same property the later wins. */
export function cn(...names: ClassValue[]): string {
  return merge(clsx(names));
}
