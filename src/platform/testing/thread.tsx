import { serveThread } from '../threads.ts';

/** What the thread of `threads.test.ts` is asked to do. */
export interface TestTask {
  readonly deed: 'echo' | 'spin' | 'throw' | 'eat' | 'exit' | 'leak';
  readonly text?: string;
}

const leaked: string[][] = [];

const deeds: Readonly<Record<TestTask['deed'], (text: string) => unknown>> = {
  echo: (text) => text,
  spin: () => {
    for (;;) Math.sqrt(2);
  },
  throw: (text) => {
    throw new RangeError(text);
  },
  eat: () => {
    const eaten: string[][] = [];
    for (;;) eaten.push(Array.from({ length: 100_000 }, (_, index) => `${index}${eaten.length}`));
  },
  exit: () => process.exit(3),
  leak: () => leaked.push(Array.from({ length: 400_000 }, (_, index) => `leak ${index}`)),
};

serveThread<TestTask, unknown>(async ({ deed, text = '' }) => ({
  said: deeds[deed](text),
  // That this module is JSX shows that the hook for TypeScript's JSX works in threads.
  type: (<p>{text}</p>).type,
}));
