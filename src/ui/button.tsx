import type { ReactNode } from 'react';
import { classes } from './classes.ts';

/** How loud a button is; a page has at most one `primary`. */
export type ButtonVariant = 'primary' | 'ink' | 'outline' | 'quiet' | 'danger';

interface Look {
  readonly children: ReactNode;
  readonly variant?: ButtonVariant | undefined;
  readonly size?: 'small' | 'medium' | undefined;
  readonly wide?: boolean | undefined;
  /** The accessible name of a button that shows only an icon. */
  readonly label?: string | undefined;
}

interface ButtonProps extends Look {
  readonly type?: 'submit' | 'button' | 'reset' | undefined;
  readonly name?: string | undefined;
  readonly value?: string | undefined;
  readonly form?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly busy?: boolean | undefined;
}

interface LinkButtonProps extends Look {
  readonly href: string;
  readonly rel?: string | undefined;
  readonly download?: boolean | undefined;
}

/** A button that submits its form unless told otherwise. */
export function Button(props: ButtonProps): ReactNode {
  const { type = 'submit', name, value, form, disabled, busy } = props;
  return (
    <button
      className={look(props)}
      {...{ type, name, value, form, disabled }}
      aria-busy={busy || undefined}
      aria-label={props.label}
    >
      {props.children}
    </button>
  );
}

/** A link that looks like a button, for moves that are the main thing to do. */
export function LinkButton(props: LinkButtonProps): ReactNode {
  const { href, rel, download } = props;
  return (
    <a className={look(props)} {...{ href, rel, download }} aria-label={props.label}>
      {props.children}
    </a>
  );
}

function look({ variant = 'outline', size, wide, label }: Look): string {
  return classes(
    'button',
    variant !== 'outline' && `button-${variant}`,
    size === 'small' && 'button-small',
    wide && 'button-wide',
    label !== undefined && 'button-icon',
  );
}
