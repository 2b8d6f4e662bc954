import { useMutation } from '@tanstack/react-query';
import { App } from 'antd';
import { refresh, sayProblem } from './api.ts';
import { useWords } from './preferences.tsx';
import { commonWords } from './words.ts';

/** A change that somebody makes. */
export interface Deed<Input> {
  readonly isBusy: boolean;
  /** What it is busy with. */
  readonly input: Input | undefined;
  /** True once it is done; false when it was refused, and the reader was told why. */
  run(input: Input): Promise<boolean>;
}

/** Does `act`, tells the reader how it went, and reads again what begins with `refreshes`. */
export function useDeed<Input = void, Answer = unknown>(
  act: (input: Input) => Promise<Answer>,
  options: { done?: string; refreshes?: readonly string[]; next?: (answer: Answer) => void } = {},
): Deed<Input> {
  const { message, notification } = App.useApp();
  const mutation = useMutation({ mutationFn: act });
  return {
    isBusy: mutation.isPending,
    input: mutation.isPending ? mutation.variables : undefined,
    run: async (input) => {
      try {
        const answer = await mutation.mutateAsync(input);
        if (options.refreshes) await refresh(...options.refreshes);
        if (options.done) message.success(options.done);
        options.next?.(answer);
        return true;
      } catch (error) {
        notification.error({ title: sayProblem(error), role: 'alert', duration: 8 });
        return false;
      }
    },
  };
}

/** Asks before something that cannot be taken back. */
export function useConfirm(): (question: {
  readonly title: string;
  readonly text?: string;
  readonly yes: string;
  readonly isDangerous?: boolean;
  readonly act: () => Promise<unknown>;
}) => void {
  const { modal } = App.useApp();
  const words = useWords(commonWords);
  return ({ title, text, yes, isDangerous = true, act }) => {
    modal.confirm({
      title,
      content: text,
      okText: yes,
      cancelText: words.cancel,
      okButtonProps: { danger: isDangerous },
      focusable: { autoFocusButton: 'cancel' },
      onOk: act,
    });
  };
}
