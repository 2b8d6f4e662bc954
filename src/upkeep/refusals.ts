import { refuser } from '#kernel/refusal.ts';

export const refuse = refuser({
  'job.unknown': {
    status: 404,
    zh: '没有这个搁置的任务，也许已经有人让它重试了',
    en: 'There is no such job laid aside. Somebody may have let it try again.',
  },
});
