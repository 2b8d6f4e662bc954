import type { ReactNode } from 'react';

interface ProgressProps {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  /** The figure in words, such as "7 / 12". */
  readonly text?: string | undefined;
}

/** How much of something is done. */
export function Progress({ label, value, max, text }: ProgressProps): ReactNode {
  return (
    <label className="progress">
      <span className="progress-text">
        <span>{label}</span>
        {text && <span>{text}</span>}
      </span>
      <progress value={value} max={max} />
    </label>
  );
}
