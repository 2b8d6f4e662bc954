import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { Meta } from './meta.tsx';

interface TicketProps {
  /** What it is worth, short. */
  readonly worth: string;
  readonly title: string;
  readonly meta: readonly ReactNode[];
  readonly more?: readonly ReactNode[] | undefined;
  readonly badge?: ReactNode;
  /** The one thing to do with it. */
  readonly action?: ReactNode;
  /** It can no longer be used. */
  readonly isPast?: boolean | undefined;
  readonly level?: 2 | 3 | undefined;
}

/** Something that is worth something, such as a coupon; stands in a list of class `tickets`. */
export function Ticket(props: TicketProps): ReactNode {
  const { worth, title, meta, more, badge, action, isPast, level = 2 } = props;
  const Heading = `h${level}` as const;
  return (
    <li className={classes('ticket', isPast && 'ticket-past')}>
      <p className="ticket-off">{worth}</p>
      <div className="ticket-body">
        <Heading className="ticket-title">{title}</Heading>
        <Meta items={[...meta]} />
        {more && <Meta items={[...more]} />}
        {badge}
        {action}
      </div>
    </li>
  );
}
