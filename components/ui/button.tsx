import { cva, type VariantProps } from 'class-variance-authority';
import { LoaderCircle } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from './cn';

export const buttonStyle = cva(
  'inline-flex min-w-0 items-center justify-center gap-2 rounded-base border font-medium transition-colors duration-100 disabled:opacity-60 aria-disabled:opacity-60',
  {
    variants: {
      look: {
        primary: 'border-ink bg-ink text-inverse hover:opacity-90',
        plain: 'border-line bg-surface text-ink hover:bg-sunken',
        quiet: 'border-transparent bg-transparent text-ink hover:bg-sunken',
      },
      size: {
        medium: 'h-11 px-4 text-sm sm:h-9 sm:px-3',
        large: 'h-11 px-4 text-sm',
        icon: 'size-11 sm:size-9',
      },
    },
    defaultVariants: { look: 'plain', size: 'medium' },
  },
);

interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof buttonStyle> {
  /** Shows that the action runs; the button then takes no further press. */
  pending?: boolean;
}

export function Button({ look, size, pending = false, className, children, type = 'button', disabled, ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled === true || pending}
      aria-busy={pending || undefined}
      className={cn(buttonStyle({ look, size }), className)}
    >
      {pending ? <LoaderCircle aria-hidden className="size-4 animate-spin" /> : null}
      {children}
    </button>
  );
}
