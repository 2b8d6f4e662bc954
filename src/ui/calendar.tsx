import type { ReactNode } from 'react';
import { classes } from './classes.ts';

/** One day of a calendar. */
export interface CalendarDay {
  readonly label: string;
  /** What is said of a day that is marked, such as "checked in". */
  readonly mark?: string | undefined;
  /** What is said of the day that it is, such as "today". */
  readonly today?: string | undefined;
}

interface CalendarProps {
  readonly caption: string;
  /** From Monday. */
  readonly weekdays: readonly string[];
  readonly weeks: readonly (readonly (CalendarDay | undefined)[])[];
}

/** A month of days, some of them marked. */
export function Calendar({ caption, weekdays, weeks }: CalendarProps): ReactNode {
  return (
    <table className="calendar">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {weekdays.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week.find((day) => day)?.label}>
            {week.map((day, place) => (
              <td key={weekdays[place]}>{day && <Day {...day} />}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Day({ label, mark, today }: CalendarDay): ReactNode {
  const said = [mark, today].filter((word) => word !== undefined);
  return (
    <span className={classes('calendar-day', mark && 'calendar-marked', today && 'calendar-today')}>
      {label}
      {said.length > 0 && <span className="visually-hidden">{` ${said.join(' ')}`}</span>}
    </span>
  );
}
