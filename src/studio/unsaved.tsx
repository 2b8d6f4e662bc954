import { useBlocker } from '@tanstack/react-router';
import { App } from 'antd';
import { useWords } from './preferences.tsx';
import { commonWords } from './words.ts';

/** Asks whether to leave what is not saved; true to leave. */
export function useLeaving(): () => Promise<boolean> {
  const { modal } = App.useApp();
  const words = useWords(commonWords);
  return () =>
    new Promise((answer) => {
      modal.confirm({
        title: words.unsaved,
        okText: words.leave,
        cancelText: words.stay,
        okButtonProps: { danger: true },
        focusable: { autoFocusButton: 'cancel' },
        onOk: () => answer(true),
        onCancel: () => answer(false),
      });
    });
}

/** While there is something that is not saved, asks before another screen, and the browser before the tab, takes its place. */
export function useUnsaved(isUnsaved: boolean): void {
  const leave = useLeaving();
  useBlocker({
    // Conditions of a list in the address take nothing away.
    shouldBlockFn: async ({ current, next }) =>
      isUnsaved && current.pathname !== next.pathname && !(await leave()),
    enableBeforeUnload: isUnsaved,
    disabled: !isUnsaved,
  });
}
