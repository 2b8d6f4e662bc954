import { fill } from '#kernel/locale.ts';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { BankItem } from '#assessment/schema.ts';
import { ask } from '#studio/api.ts';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { sayCount } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import { bankWords } from './words.ts';

/** Deletes a bank, after asking once more. */
export function RemoveBank({
  bank: { id, title, questionCount },
  size = 'middle',
  onRemoved,
}: {
  bank: BankItem;
  size?: 'small' | 'middle';
  onRemoved?: () => void;
}): ReactNode {
  const words = useWords(bankWords);
  const common = useWords(commonWords);
  const confirm = useConfirm();
  const remove = useDeed(() => ask('DELETE', `/question-banks/${id}`), {
    done: words.removed,
    refreshes: ['/question-banks'],
    ...(onRemoved ? { next: onRemoved } : {}),
  });
  return (
    <Button
      danger
      size={size}
      aria-label={`${common.remove}: ${title}`}
      onClick={() =>
        confirm({
          title: fill(words.removeTitle, { title }),
          text: fill(words.removeText, { count: sayCount(questionCount) }),
          yes: common.remove,
          act: () => remove.run(),
        })
      }
    >
      {common.remove}
    </Button>
  );
}
