import type { ReactNode } from 'react';

/** One figure with its name. */
export interface Stat {
  readonly label: string;
  readonly value: string;
  readonly note?: string | undefined;
}

/** A row of figures. */
export function Stats({ items }: { readonly items: readonly Stat[] }): ReactNode {
  return (
    <dl className="stats">
      {items.map(({ label, value, note }) => (
        <div className="stat" key={label}>
          <dt className="stat-label">{label}</dt>
          {note && <dd className="stat-note">{note}</dd>}
          <dd className="stat-value">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
