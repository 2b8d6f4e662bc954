import type { ReactNode } from 'react';
import { classes } from './classes.ts';

/** One view of a set; `count` is what it holds. */
export interface Tab {
  readonly href: string;
  readonly label: string;
  readonly count?: number | undefined;
  readonly current?: boolean | undefined;
}

interface TabsProps {
  readonly label: string;
  readonly items: readonly Tab[];
  readonly look?: 'line' | 'chips' | undefined;
}

/** Links between views of one thing; `chips` for filters. */
export function Tabs({ label, items, look }: TabsProps): ReactNode {
  return (
    <nav className={classes('tabs', look === 'chips' && 'tabs-chips')} aria-label={label}>
      {items.map((tab) => (
        <a key={tab.href} href={tab.href} aria-current={tab.current ? 'page' : undefined}>
          {tab.label}
          {tab.count !== undefined && <span className="tabs-count">{tab.count}</span>}
        </a>
      ))}
    </nav>
  );
}
