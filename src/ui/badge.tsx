import type { ReactNode } from 'react';
import { classes } from './classes.ts';

interface BadgeProps {
  readonly children: ReactNode;
  readonly tone?: 'neutral' | 'accent' | 'success' | 'warning' | 'error' | 'info' | undefined;
}

/** A word or two about the state or kind of the thing beside it. */
export function Badge({ children, tone = 'neutral' }: BadgeProps): ReactNode {
  return (
    <span className={classes('badge', tone !== 'neutral' && `badge-${tone}`)}>{children}</span>
  );
}
