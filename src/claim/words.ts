import type { Locale, Words } from '#kernel/locale.ts';
import type { LetterWords } from '#platform/mail.ts';
import type { ClaimState } from './types.ts';

export const claimStateWords: Readonly<Record<ClaimState, Words>> = {
  open: { zh: '待处理', en: 'Waiting' },
  dismissed: { zh: '不予处理', en: 'Dismissed' },
  taken_down: { zh: '已下架', en: 'Taken down' },
  countered: { zh: '已反通知，等待期', en: 'Countered, waiting' },
  sued: { zh: '已诉讼，保持下架', en: 'In court, stays down' },
  restored: { zh: '已恢复', en: 'Restored' },
  withdrawn: { zh: '已撤回', en: 'Taken back' },
};

const pageWords = {
  title: { zh: '举报侵权：《{title}》', en: 'Report infringement: {title}' },
  lead: {
    zh: '如果《{title}》用了您的作品而没有得到许可，请在这里告诉我们。不需要账号；提交后，我们会把进展寄到您的邮箱。',
    en: 'If {title} uses a work of yours without permission, tell us here. You need no account; we write to you as the claim goes on.',
  },
  shown: {
    zh: '按《信息网络传播权保护条例》的要求，如果作品因此下架，您的姓名、作品和理由会转给讲师；您的邮箱只有本站工作人员能看到。',
    en: 'If the work is taken down, its creator is shown your name, your work and your reasons, as the law asks; your e-mail address only our staff see.',
  },
  name: { zh: '您的姓名或单位名称', en: 'Your name, or that of your organisation' },
  email: { zh: '邮箱', en: 'E-mail' },
  original: { zh: '被侵权的作品', en: 'The work that was copied' },
  originalHint: {
    zh: '作品的名称、作者，以及在哪里可以看到',
    en: 'Its title and author, and where it can be seen',
  },
  reasons: { zh: '为什么这是侵权', en: 'Why this infringes your rights' },
  reasonsHint: {
    zh: '您怎样拥有这项权利；哪些课时、哪些内容侵权',
    en: 'How the right is yours, and which lessons or passages infringe it',
  },
  inGoodFaith: {
    zh: '我善意地认为，这样使用没有得到权利人、其代理人或法律的许可',
    en: 'I believe in good faith that this use is not allowed by the owner of the right, their agent or the law',
  },
  isTrue: {
    zh: '我保证以上内容真实，我是权利人或其代理人，并愿意承担错误投诉的法律责任',
    en: 'What I say is true, I own the right or act for who owns it, and I answer in law for a wrong claim',
  },
  signature: { zh: '签名：再写一遍您的姓名', en: 'Sign: write your name once more' },
  send: { zh: '提交投诉', en: 'Send the claim' },
  solving: {
    zh: '正在确认这不是自动程序，请稍候……',
    en: 'Checking that this is not an automatic flood, one moment…',
  },
  solved: { zh: '好了，可以提交了。', en: 'Done: you can submit now.' },
  sentTitle: { zh: '投诉已收到', en: 'We have your claim' },
  sent: {
    zh: '我们会在 3 天内处理。查看进展的链接已经寄到您的邮箱，请不要转给别人。',
    en: 'We decide within 3 days. The link to follow it was sent to your e-mail: keep it to yourself.',
  },
  courses: { zh: '全部课程', en: 'Courses' },
  yours: { zh: '您的侵权投诉', en: 'Your claim of copyright' },
  state: { zh: '状态', en: 'State' },
  work: { zh: '被投诉的作品', en: 'Claimed against' },
  made: { zh: '提交时间', en: 'Made' },
  answer: { zh: '我们的处理意见', en: 'What we decided' },
  counter: { zh: '讲师的不侵权声明', en: 'What its creator answers' },
  restoreAt: { zh: '恢复时间', en: 'Comes back' },
  lawsuitTitle: { zh: '我已起诉或投诉到主管部门', en: 'I have gone to court or to an authority' },
  lawsuitLead: {
    zh: '在恢复时间之前告诉我们，作品会保持下架。',
    en: 'Tell us before the work comes back, and it stays down.',
  },
  lawsuit: { zh: '法院或部门、案号', en: 'Court or authority, and the number of the case' },
  lawsuitSend: { zh: '告知诉讼', en: 'Report the lawsuit' },
  withdrawTitle: { zh: '撤回投诉', en: 'Take the claim back' },
  withdrawLead: {
    zh: '作品如果因此下架，会马上恢复。撤回之后不能再恢复这份投诉。',
    en: 'A work that is down for it comes back at once. A claim that was taken back cannot be opened again.',
  },
  isSure: { zh: '我确定要撤回', en: 'I am sure' },
  withdraw: { zh: '撤回投诉', en: 'Take it back' },
} as const satisfies Record<string, Words>;

/** The words of the pages of claims in one language. */
export function wordsIn(locale: Locale) {
  return (name: keyof typeof pageWords, title = ''): string =>
    pageWords[name][locale].replace('{title}', () => title);
}

/** What those who claim are told. */
export const claimantLetters = {
  made: {
    subject: { zh: '收到您对《{title}》的侵权投诉', en: 'We have your claim against {title}' },
    body: {
      zh: '{name}：\n\n我们收到了您对《{title}》的投诉，会在 3 天内处理。用下面的链接可以查看进展或撤回投诉，请不要转给别人。',
      en: 'Dear {name},\n\nwe have your claim against {title} and decide within 3 days. Follow it, or take it back, by this link; keep it to yourself.',
    },
  },
  dismissed: {
    subject: {
      zh: '您对《{title}》的投诉未被采纳',
      en: 'Your claim against {title} was dismissed',
    },
    body: {
      zh: '{name}：\n\n我们没有采纳您对《{title}》的投诉。理由：\n\n{answer}',
      en: 'Dear {name},\n\nwe dismissed your claim against {title}, because:\n\n{answer}',
    },
  },
  taken_down: {
    subject: { zh: '《{title}》已下架', en: '{title} was taken down' },
    body: {
      zh: '{name}：\n\n根据您的投诉，《{title}》已下架。讲师可以提交一次不侵权声明，我们会转给您。\n\n{answer}',
      en: 'Dear {name},\n\nwe took {title} down for your claim. Its creator may answer once, and we pass that on to you.\n\n{answer}',
    },
  },
  countered: {
    subject: {
      zh: '讲师对《{title}》提交了不侵权声明',
      en: 'The creator of {title} answers your claim',
    },
    body: {
      zh: '{name}：\n\n{counterName} 声明《{title}》没有侵权：\n\n{counter}\n\n如果您在 {day}（北京时间）之前没有告诉我们已经起诉或投诉到主管部门，作品将在那时恢复。',
      en: 'Dear {name},\n\n{counterName} says that {title} does not infringe:\n\n{counter}\n\nUnless you tell us before {day}, Beijing time, that you have gone to court or to an authority, the work comes back then.',
    },
  },
  restored: {
    subject: { zh: '《{title}》已恢复', en: '{title} is back' },
    body: {
      zh: '{name}：\n\n等待期内没有收到诉讼的消息，《{title}》已恢复。',
      en: 'Dear {name},\n\nno lawsuit was reported within the waiting time, and {title} is back.',
    },
  },
  over: {
    subject: { zh: '您对《{title}》的投诉已结束', en: 'Your claim against {title} has ended' },
    body: {
      zh: '{name}：\n\n等待期内没有收到诉讼的消息，您的投诉到此结束。《{title}》因别的投诉仍然关闭。',
      en: 'Dear {name},\n\nno lawsuit was reported within the waiting time, and your claim has ended. {title} stays closed for another claim.',
    },
  },
} as const satisfies Record<string, LetterWords>;

/** What creators are told. */
export const creatorLetters = {
  taken_down: {
    subject: { zh: '《{title}》因侵权投诉下架', en: '{title} was taken down for a claim' },
    body: {
      zh: '{name} 投诉《{title}》侵权，作品现在对所有人关闭。\n\n被侵权的作品：\n{original}\n\n理由：\n{reasons}\n\n我们的处理意见：\n{answer}\n\n如果您认为没有侵权，可以在工作台提交一次不侵权声明；15 天内对方没有起诉，作品会恢复。',
      en: '{name} claims that {title} infringes their copyright. It is closed to everybody now.\n\nThe work that was copied:\n{original}\n\nWhy:\n{reasons}\n\nWhat we decided:\n{answer}\n\nIf it does not infringe, answer once in the studio; unless they go to court within 15 days, the work comes back.',
    },
  },
  sued: {
    subject: { zh: '《{title}》的投诉人已起诉', en: 'A lawsuit about {title}' },
    body: {
      zh: '{name} 告诉我们已经起诉或投诉到主管部门，《{title}》保持下架：\n\n{lawsuit}',
      en: '{name} told us that they have gone to court or to an authority; {title} stays down:\n\n{lawsuit}',
    },
  },
  restored: {
    subject: { zh: '《{title}》已恢复', en: '{title} is back' },
    body: {
      zh: '等待期内没有收到诉讼的消息，《{title}》已恢复到下架前的样子。',
      en: 'No lawsuit was reported within the waiting time: {title} is again as it was before it was taken down.',
    },
  },
  withdrawn: {
    subject: { zh: '对《{title}》的投诉已撤回', en: 'The claim against {title} was taken back' },
    body: {
      zh: '{name} 撤回了投诉，《{title}》已恢复到下架前的样子。',
      en: '{name} took the claim back: {title} is again as it was before it was taken down.',
    },
  },
  held: {
    subject: { zh: '一份对《{title}》的投诉已结束', en: 'A claim against {title} has ended' },
    body: {
      zh: '{name} 的投诉已结束，但《{title}》还有别的投诉没有结束，作品仍然关闭。您可以在工作台逐份答复。',
      en: 'The claim of {name} has ended, but {title} stays closed for another one. Each can be answered in the studio.',
    },
  },
} as const satisfies Record<string, LetterWords>;

/** What those who decide are told when claims are overdue. */
export const reminder: LetterWords = {
  subject: { zh: '有 {n} 份侵权投诉超过了时限', en: 'Claims of copyright that are overdue: {n}' },
  body: {
    zh: '有 {n} 份侵权投诉超过了处理时限，投诉人还在等结论。每天最多提醒一次。',
    en: 'Claims of copyright that should have been decided by now: {n}. This letter comes once a day at most.',
  },
};
