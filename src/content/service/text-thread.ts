import { serveThread } from '#platform/threads.ts';
import { placesOfPictures } from '../rules/pictures.ts';
import { readMarkdown } from '../rules/read.ts';
import { castMarkdown } from './cast-markdown.ts';
import type { Answer, Task } from './ask-thread.ts';

// What a thread of `ask-thread.ts` runs: everything that parses what people wrote.
serveThread<Task, Answer>(async (task) => {
  if (task.deed === 'cast') return castMarkdown(task.body, task.locale, task.first);
  return task.deed === 'read' ? readMarkdown(task.body) : placesOfPictures(task.body);
});
