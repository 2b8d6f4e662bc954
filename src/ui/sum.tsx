import type { ReactNode } from 'react';
import { classes } from './classes.ts';

/** One line of a sum: what it is and how much; `off` is taken away from those above. */
export interface SumLine {
  readonly id: string;
  readonly label: string;
  readonly amount: string;
  readonly isOff?: boolean;
}

interface SumProps {
  readonly lines: readonly SumLine[];
  readonly total: { readonly label: string; readonly amount: string };
  readonly framed?: boolean | undefined;
}

/** What something comes to, line by line, with the total below. */
export function Sum({ lines, total, framed }: SumProps): ReactNode {
  return (
    <dl className={classes('sum', framed && 'panel')}>
      {lines.map(({ id, label, amount, isOff }) => (
        <div key={id} className={classes(isOff && 'sum-off')}>
          <dt>{label}</dt>
          <dd>{isOff ? `−${amount}` : amount}</dd>
        </div>
      ))}
      <div className="sum-total">
        <dt>{total.label}</dt>
        <dd>{total.amount}</dd>
      </div>
    </dl>
  );
}
