import type { ReactNode } from 'react';

export interface Figure {
  readonly name: string;
  readonly value: ReactNode;
  readonly more?: ReactNode;
}

/** Numbers that matter, side by side. */
export function Figures({ of: figures }: { of: readonly Figure[] }): ReactNode {
  return (
    <dl className="figures">
      {figures.map(({ name, value, more }) => (
        <div key={name} className="figure">
          <dt>{name}</dt>
          <dd className="big">{value}</dd>
          {more && <dd className="quiet">{more}</dd>}
        </div>
      ))}
    </dl>
  );
}
