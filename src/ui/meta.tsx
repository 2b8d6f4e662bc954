import type { ReactNode } from 'react';

/** One line of short facts, parted by dots. */
export function Meta({ items }: { readonly items: readonly ReactNode[] }): ReactNode {
  return (
    <p className="meta">
      {items.map((item, place) => (
        <span key={place}>{item}</span>
      ))}
    </p>
  );
}
