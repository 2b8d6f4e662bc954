import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';

interface SectionProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly note?: string | undefined;
  readonly more?: { readonly href: string; readonly label: string } | undefined;
  readonly tinted?: boolean | undefined;
  readonly id?: string | undefined;
}

/** A band of a page with its own heading, and where to see more of it. */
export function Section({ title, children, note, more, tinted, id }: SectionProps): ReactNode {
  return (
    <section className={classes('section', tinted && 'section-tinted')} id={id}>
      <div className="wrap">
        <div className="section-head">
          <h2>{title}</h2>
          {note && <p className="section-note">{note}</p>}
          {more && (
            <a className="section-more" href={more.href}>
              {more.label}
              <Icon name="arrow-right" />
            </a>
          )}
        </div>
        {children}
      </div>
    </section>
  );
}
