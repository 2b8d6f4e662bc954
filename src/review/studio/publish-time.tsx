import { Radio } from 'antd';
import { useState, type ReactNode } from 'react';
import { sayInstant } from '#studio/format.ts';
import { InstantField } from '#studio/instant-field.tsx';
import { useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import { reviewWords } from './words.ts';

/** When something is published: null at once, undefined while a time is wanted and not yet given. */
export type PublishAt = string | null | undefined;

/** Chooses between at once and a time. */
export function PublishTime({
  now,
  value,
  onChange,
  isLocked = false,
}: {
  /** What at once is called. */
  now: string;
  value: PublishAt;
  onChange: (at: PublishAt) => void;
  isLocked?: boolean;
}): ReactNode {
  const words = useWords(reviewWords);
  const [from] = useState(() => new Date(Date.now() + 5 * 60_000).toISOString());
  return (
    <div className="stack">
      <Radio.Group
        aria-label={words.when}
        value={value === null ? 'now' : 'later'}
        disabled={isLocked}
        onChange={({ target }) => onChange(target.value === 'now' ? null : undefined)}
        options={[
          { value: 'now', label: now },
          { value: 'later', label: words.publishLater },
        ]}
      />
      {value !== null && (
        <InstantField label={words.publishAt} value={value} from={from} onChange={onChange} />
      )}
    </div>
  );
}

/** An instant with the zone it is told in. */
export function BeijingTime({ at }: { at: string }): ReactNode {
  const { beijing } = useWords(commonWords);
  return (
    <span className="number">
      {sayInstant(at)} <span className="quiet">{beijing}</span>
    </span>
  );
}
