import { Select } from 'antd';
import type { ReactNode } from 'react';
import { addMonths, businessMonth } from '#kernel/time.ts';
import { useWords } from '#studio/preferences.tsx';
import { statementWords } from '../words.ts';

const offered = 60;

/** The present month of Beijing. */
export function presentMonth(): string {
  return businessMonth(new Date(Date.now()));
}

/** Chooses a month, the present one first. */
export function MonthSelect({
  value,
  onChange,
}: {
  value: string;
  onChange: (month: string) => void;
}): ReactNode {
  const { month } = useWords(statementWords);
  const present = presentMonth();
  const months = Array.from({ length: offered }, (_, back) => addMonths(present, -back));
  return (
    <Select
      aria-label={month}
      showSearch
      value={value}
      onChange={onChange}
      options={months.map((of) => ({ value: of, label: of }))}
    />
  );
}
