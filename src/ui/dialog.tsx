import type { ReactNode } from 'react';
import type { Locale } from '#kernel/locale.ts';
import { classes } from './classes.ts';
import { uiWords } from './words.ts';

interface DialogProps {
  readonly id: string;
  readonly title: string;
  readonly children: ReactNode;
}

/**
 * A question on top of the page. A `DialogLink` opens it: modally with script, by `:target` without.
 * Put the form of a destructive act inside, so that the act always takes two steps.
 */
export function Dialog({ id, title, children }: DialogProps): ReactNode {
  return (
    <dialog className="dialog" id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </dialog>
  );
}

interface DialogLinkProps {
  readonly dialog: string;
  readonly children: ReactNode;
  readonly variant?: 'outline' | 'quiet' | 'danger' | undefined;
}

/** The link that opens the dialog of that id. */
export function DialogLink({ dialog, children, variant = 'outline' }: DialogLinkProps): ReactNode {
  return (
    <a
      className={classes('button', variant !== 'outline' && `button-${variant}`)}
      href={`#${dialog}`}
      data-opens={dialog}
      aria-haspopup="dialog"
    >
      {children}
    </a>
  );
}

/** The link inside a dialog that closes it and changes nothing. */
export function DialogClose({
  locale,
  label,
}: {
  readonly locale: Locale;
  readonly label?: string | undefined;
}): ReactNode {
  return (
    <a className="button button-quiet" href="#main" data-closes="">
      {label ?? uiWords(locale).close}
    </a>
  );
}
