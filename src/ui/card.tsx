import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { Cover, type Picture } from './cover.tsx';
import { Meta } from './meta.tsx';

interface CardProps {
  readonly href: string;
  readonly title: string;
  readonly picture?: Picture | undefined;
  readonly text?: string | undefined;
  readonly meta?: readonly ReactNode[] | undefined;
  readonly badge?: ReactNode;
  /** Bottom line: usually a price. */
  readonly foot?: ReactNode;
  readonly level?: 2 | 3 | undefined;
  readonly layout?: 'column' | 'row' | undefined;
  readonly eager?: boolean | undefined;
}

/** One thing in a list of things: cover, title, a line of facts; the whole card is the link. */
export function Card(props: CardProps): ReactNode {
  const { href, title, picture, text, meta, badge, foot, level = 3, layout, eager } = props;
  const Heading = `h${level}` as const;
  return (
    <article className={classes('card', layout === 'row' && 'card-row')}>
      <Cover title={title} picture={picture} eager={eager} sizes="(width < 48rem) 45vw, 18rem" />
      <div className="card-body">
        <Heading className="card-title">
          <a href={href}>{title}</a>
        </Heading>
        {text && <p className="card-text">{text}</p>}
        {meta && <Meta items={meta} />}
        {(foot || badge) && (
          <div className="card-foot">
            {foot}
            {badge}
          </div>
        )}
      </div>
    </article>
  );
}
