import { useNavigate, useSearch } from '@tanstack/react-router';
import { Tabs } from 'antd';
import type { ReactNode } from 'react';

interface Props<Tab extends string> {
  /** What each tab is called and shows, in their order; the first is shown at first. */
  readonly tabs: Readonly<Record<Tab, { readonly label: string; readonly pane: ReactNode }>>;
}

/** Several lists on one screen, of which the address names the one that is shown. */
export function AddressedTabs<Tab extends string>({ tabs }: Props<Tab>): ReactNode {
  const search: { tab?: string } = useSearch({ strict: false });
  const navigate = useNavigate();
  const keys = Object.keys(tabs) as Tab[];
  return (
    <Tabs
      destroyOnHidden
      activeKey={keys.find((tab) => tab === search.tab) ?? keys[0]!}
      // Conditions of one list mean nothing to the next.
      onChange={(tab) => void navigate({ to: '.', search: { tab }, replace: true })}
      items={keys.map((key) => ({ key, label: tabs[key].label, children: tabs[key].pane }))}
    />
  );
}
