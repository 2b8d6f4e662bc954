import type { Locale } from '#kernel/locale.ts';
import type { Pattern, PatternName } from '../types.ts';

type Say = (zh: string, en: string) => string;

/** The outline that a pattern lays out, in a language. */
export function layOut(name: PatternName, locale: Locale): Pattern {
  const say: Say = (zh, en) => (locale === 'zh' ? zh : en);
  return patterns[name](say);
}

const patterns: Readonly<Record<PatternName, (say: Say) => Pattern>> = {
  course: (say) => ({
    summary: say(
      '写给谁，学完能做什么，一两句话说清楚。',
      'Say in a sentence or two whom it is for and what they can do afterwards.',
    ),
    chapters: [
      {
        title: say('开始之前', 'Before we begin'),
        lessons: [
          {
            title: say('这门课讲什么', 'What this course is about'),
            body: say(
              '## 学完以后\n\n- 您能……\n- 您能……\n\n## 怎么学\n\n> [!TIP]\n> 每一课大约 … 分钟，学完做一做文末的练习。\n',
              '## Afterwards\n\n- You can …\n- You can …\n\n## How to learn\n\n> [!TIP]\n> Each lesson takes about … minutes. Do the exercise at its end.\n',
            ),
          },
        ],
      },
      {
        title: say('第一章', 'Chapter one'),
        lessons: [lesson(say, 1), lesson(say, 2)],
      },
      {
        title: say('收尾', 'In the end'),
        lessons: [
          {
            title: say('回头看看', 'Looking back'),
            body: say(
              '## 我们学了什么\n\n1. …\n2. …\n\n## 接下来\n\n…\n',
              '## What we learned\n\n1. …\n2. …\n\n## What comes next\n\n…\n',
            ),
          },
        ],
      },
    ],
  }),
  series: (say) => ({
    summary: say(
      '每隔多久更新，一共写多少篇。',
      'How often it appears, and how many there will be.',
    ),
    chapters: [
      {
        title: say('正文', 'Articles'),
        lessons: [
          {
            title: say('发刊词', 'Foreword'),
            body: say(
              '## 为什么写这个专栏\n\n…\n\n## 会写些什么\n\n- …\n',
              '## Why this series\n\n…\n\n## What it will be about\n\n- …\n',
            ),
          },
          lesson(say, 1),
        ],
      },
    ],
  }),
  guide: (say) => ({
    summary: say('一篇讲透一件事。', 'One article that explains one thing to the bottom.'),
    chapters: [
      {
        title: say('全文', 'The guide'),
        lessons: [
          {
            title: say('从问题到答案', 'From the question to the answer'),
            body: say(
              '先用一个具体的场景提出问题。\n\n## 为什么会这样\n\n…\n\n## 怎么办\n\n1. …\n2. …\n\n## 常见的疑问\n\n**问**：…\n\n**答**：…\n\n[^1]: 出处写在这里。\n',
              'Begin with a situation that asks the question.\n\n## Why it is so\n\n…\n\n## What to do\n\n1. …\n2. …\n\n## What people ask\n\n**Q**: …\n\n**A**: …\n\n[^1]: Sources stand here.\n',
            ),
          },
        ],
      },
    ],
  }),
};

function lesson(say: Say, number: number) {
  return {
    title: say(`第 ${number} 课`, `Lesson ${number}`),
    body: say(
      '从一个例子说起。\n\n## 要点\n\n- …\n\n## 练习\n\n- [ ] …\n',
      'Begin with an example.\n\n## The point\n\n- …\n\n## Exercise\n\n- [ ] …\n',
    ),
  };
}
