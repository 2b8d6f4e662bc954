import { Input, Segmented, Select } from 'antd';
import type { ReactNode } from 'react';
import { addDays, addMonths, businessDay, daysBetween } from '#kernel/time.ts';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { startOfUnit } from '../rules.ts';
import { bookUnits, type BookUnit } from '../types.ts';
import { bookWords } from './words.ts';

/** What a book is asked for. */
export interface Range {
  readonly from: string;
  readonly to: string;
  readonly by: BookUnit;
}

const presets = [
  'thisMonth',
  'lastMonth',
  'thisQuarter',
  'lastQuarter',
  'thisYear',
  'lastYear',
] as const;
type Preset = (typeof presets)[number];

const day = /^\d{4}-\d{2}-\d{2}$/;

function today(): string {
  return businessDay(new Date(Date.now()));
}

/** The day before a month begins. */
const eveOf = (month: string) => addDays(`${month}-01`, -1);

function spanOf(preset: Preset): Omit<Range, 'by'> {
  const now = today();
  const month = now.slice(0, 7);
  const quarter = startOfUnit(now, 'quarter').slice(0, 7);
  const year = `${now.slice(0, 4)}-01`;
  const whole = (first: string, months: number) => ({
    from: `${first}-01`,
    to: eveOf(addMonths(first, months)),
  });
  const spans = {
    thisMonth: { from: `${month}-01`, to: now },
    lastMonth: whole(addMonths(month, -1), 1),
    thisQuarter: { from: `${quarter}-01`, to: now },
    lastQuarter: whole(addMonths(quarter, -3), 3),
    thisYear: { from: `${year}-01`, to: now },
    lastYear: whole(addMonths(year, -12), 12),
  };
  return spans[preset];
}

const mostDays = 400;

/** Days for a short time, months for a long one. */
function unitFor({ from, to }: Omit<Range, 'by'>): BookUnit {
  return daysBetween(from, to) < 93 ? 'day' : 'month';
}

/** The range that stands in the address, or this month. */
export function rangeOf(search: Readonly<Record<string, unknown>>): Range {
  const { from, to, by } = search as Partial<Record<string, string>>;
  const isWhole = day.test(from ?? '') && day.test(to ?? '') && from! <= to!;
  const span = isWhole ? { from: from!, to: to! } : spanOf('thisMonth');
  const unit = bookUnits.find((known) => known === by) ?? unitFor(span);
  const isTooLong = unit === 'day' && daysBetween(span.from, span.to) >= mostDays;
  return { ...span, by: isTooLong ? 'month' : unit };
}

/** The controls of a book's time: a usual one, or any days, and by what it is cut. */
export function BookRange({
  range,
  onChange,
}: {
  range: Range;
  onChange: (range: Range) => void;
}): ReactNode {
  const words = useWords(bookWords);
  const { from, to } = range;
  const known = presets.find((preset) => {
    const span = spanOf(preset);
    return span.from === from && span.to === to;
  });
  const take = (span: Omit<Range, 'by'>) => {
    if (span.from <= span.to) onChange({ ...span, by: unitFor(span) });
  };
  return (
    <div className="table-tools">
      <Select<Preset | 'custom'>
        aria-label={words.preset}
        value={known ?? 'custom'}
        onChange={(preset) => preset !== 'custom' && take(spanOf(preset))}
        options={[
          ...presets.map((value) => ({ value, label: words[value] })),
          { value: 'custom' as const, label: words.custom, disabled: true },
        ]}
        popupMatchSelectWidth={false}
      />
      <Day
        label={words.from}
        value={from}
        onChange={(next) => take({ from: next, to: next > to ? next : to })}
      />
      <Day
        label={words.to}
        value={to}
        onChange={(next) => take({ from: next < from ? next : from, to: next })}
      />
      <Units range={range} onChange={onChange} />
    </div>
  );
}

function Day({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (day: string) => void;
}): ReactNode {
  return (
    <label className="filter-choice">
      <span>{label}</span>
      <Input
        type="date"
        value={value}
        max={today()}
        onChange={(event) => day.test(event.target.value) && onChange(event.target.value)}
      />
    </label>
  );
}

function Units({ range, onChange }: { range: Range; onChange: (range: Range) => void }): ReactNode {
  const { locale } = usePreferences();
  const isLong = daysBetween(range.from, range.to) >= mostDays;
  return (
    <Segmented<BookUnit>
      aria-label={bookWords.unit[locale]}
      value={range.by}
      onChange={(by) => onChange({ ...range, by })}
      options={bookUnits.map((value) => ({
        value,
        label: bookWords[value][locale],
        disabled: value === 'day' && isLong,
      }))}
    />
  );
}
