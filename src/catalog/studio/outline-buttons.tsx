import { fill } from '#kernel/locale.ts';
import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useWords } from '#studio/preferences.tsx';
import { outlineWords } from './words.ts';

/** `ids` with the one at `from` put where the one at `to` is. */
export function moved(ids: readonly string[], from: number, to: number): string[] {
  const kept = ids.toSpliced(from, 1);
  return kept.toSpliced(to, 0, ids[from] ?? '');
}

/** A small button that its tooltip names. */
export function IconButton({
  label,
  icon,
  isOff = false,
  onClick,
}: {
  label: string;
  icon: ReactNode;
  isOff?: boolean;
  onClick: () => void;
}): ReactNode {
  return (
    <Tooltip title={label}>
      <Button
        type="text"
        size="small"
        icon={icon}
        aria-label={label}
        disabled={isOff}
        onClick={onClick}
      />
    </Tooltip>
  );
}

/** Up and down by one. */
export function Moves({
  title,
  index,
  count,
  isBusy,
  onMove,
}: {
  title: string;
  index: number;
  count: number;
  isBusy: boolean;
  onMove: (to: number) => void;
}): ReactNode {
  const words = useWords(outlineWords);
  return (
    <>
      <IconButton
        label={fill(words.up, { title })}
        icon={<ArrowUpOutlined />}
        isOff={isBusy || index === 0}
        onClick={() => onMove(index - 1)}
      />
      <IconButton
        label={fill(words.down, { title })}
        icon={<ArrowDownOutlined />}
        isOff={isBusy || index === count - 1}
        onClick={() => onMove(index + 1)}
      />
    </>
  );
}
