import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { Icon, type IconName } from './icon.tsx';

interface NoticeProps {
  readonly children: ReactNode;
  readonly tone?: 'info' | 'success' | 'warning' | 'error' | undefined;
  readonly title?: string | undefined;
  /** Read out at once: for the answer to what the reader just did. */
  readonly live?: boolean | undefined;
}

const icons = {
  info: 'info',
  success: 'check-circle',
  warning: 'warning',
  error: 'error',
} as const satisfies Record<string, IconName>;

/** A message about the page as a whole. */
export function Notice({ children, tone = 'info', title, live }: NoticeProps): ReactNode {
  const role = live ? (tone === 'error' ? 'alert' : 'status') : undefined;
  return (
    <div className={classes('notice', tone !== 'info' && `notice-${tone}`)} role={role}>
      <Icon name={icons[tone]} />
      <div>
        {title && <p className="notice-title">{title}</p>}
        {children}
      </div>
    </div>
  );
}
