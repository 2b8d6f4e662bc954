import { refuser } from '#kernel/refusal.ts';

export const refuse = refuser({
  'ledger.insufficient': { status: 409, zh: '余额不足', en: 'The balance is not enough.' },
  'ledger.key_reused': {
    status: 409,
    zh: '这笔账已经记过，而且内容不同',
    en: 'This was already posted with other content.',
  },
});
