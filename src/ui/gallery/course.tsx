import type { ReactNode } from 'react';
import { Avatar } from '../avatar.tsx';
import { Badge } from '../badge.tsx';
import { Breadcrumb } from '../breadcrumb.tsx';
import { LinkButton } from '../button.tsx';
import { Cover } from '../cover.tsx';
import { Icon } from '../icon.tsx';
import { Meta } from '../meta.tsx';
import { Outline, type OutlineChapter, type OutlineLesson } from '../outline.tsx';
import { Price } from '../price.tsx';
import { Tabs } from '../tabs.tsx';
import { Frame, type Sample } from './frame.tsx';

/** A course page: what it is, its outline, its price. */
export function CourseSample({ sample }: { readonly sample: Sample }): ReactNode {
  const { locale, t } = sample;
  const title = t(
    '资治通鉴：在治乱之间读懂人',
    'Reading the Zizhi Tongjian: order, chaos and the people between',
  );
  return (
    <Frame sample={sample} title={title} section="/courses">
      <div className="wrap page-body stack">
        <Breadcrumb
          locale={locale}
          items={[
            { label: t('首页', 'Home'), href: '/' },
            { label: t('课程', 'Courses'), href: '/courses' },
            { label: t('历史', 'History'), href: '/courses/history' },
          ]}
        />
        <div className="split">
          <div className="stack">
            <div className="cluster">
              <Badge tone="accent">{t('可试学 2 课', '2 free lessons')}</Badge>
              <Badge>{t('已完结', 'Complete')}</Badge>
            </div>
            <h1>{title}</h1>
            <p className="lead">
              {t(
                '一千三百六十二年，二百九十四卷。我们不背年号，只读十二个转折：看聪明人如何犯错，看普通人如何选择。',
                'Thirteen hundred years in 294 scrolls. We learn no dates by heart; we read twelve turning points, and see how the clever go wrong and how ordinary people choose.',
              )}
            </p>
            <CourseFacts t={t} />
            <Tabs
              label={t('课程内容', 'About this course')}
              items={[
                { href: '#outline', label: t('目录', 'Outline'), count: 13, current: true },
                { href: '?tab=about', label: t('介绍', 'About') },
                { href: '?tab=reviews', label: t('评价', 'Reviews'), count: 286 },
              ]}
            />
            <Outline locale={locale} chapters={sampleOutline(t)} />
          </div>
          <div className="split-top">
            <Cover title={title} eager />
          </div>
          <Buying sample={sample} />
        </div>
      </div>
      <div className="action-bar">
        <Price locale={locale} amount={19900} was={29900} />
        <LinkButton href="/checkout" variant="primary">
          {t('立即购买', 'Buy now')}
        </LinkButton>
      </div>
    </Frame>
  );
}

function Buying({ sample: { locale, t } }: { readonly sample: Sample }): ReactNode {
  return (
    <aside className="split-aside" aria-label={t('购买', 'Buy')}>
      <div className="panel stack">
        <Price locale={locale} amount={19900} was={29900} size="large" />
        <LinkButton href="/checkout" variant="primary" wide>
          {t('立即购买', 'Buy now')}
        </LinkButton>
        <LinkButton href="/lessons/1" wide>
          <Icon name="play" />
          {t('免费试学', 'Try it free')}
        </LinkButton>
        <Meta items={[t('七天内可全额退款', 'Full refund within seven days')]} />
      </div>
    </aside>
  );
}

function CourseFacts({ t }: Pick<Sample, 't'>): ReactNode {
  return (
    <div className="cluster">
      <Avatar name={t('周砚', 'Zhou Yan')} />
      <a href="/people/zhou">{t('周砚', 'Zhou Yan')}</a>
      <Meta
        items={[
          t('13 课时', '13 lessons'),
          t('6 小时 20 分', '6 h 20 min'),
          t('4,812 人在学', '4,812 learners'),
        ]}
      />
    </div>
  );
}

/** A sample outline with every state; a reader inside has a `current` lesson and nothing locked. */
export function sampleOutline(t: Sample['t'], inside = false): readonly OutlineChapter[] {
  let step = 0;
  const lesson = (title: string, kind: OutlineLesson['kind'], duration: string): OutlineLesson => {
    step += 1;
    const state = inside
      ? step < 4
        ? 'done'
        : step === 4
          ? 'current'
          : 'open'
      : step < 3
        ? 'trial'
        : 'locked';
    return {
      title,
      kind,
      duration,
      state,
      href: state === 'locked' ? undefined : `/lessons/${step}`,
    };
  };
  return [
    {
      title: t('第一章　三家分晋', 'I. The division of Jin'),
      lessons: [
        lesson(t('为什么从这一年写起', 'Why the book begins here'), 'video', '18:24'),
        lesson(
          t('才与德：司马光的第一段议论', 'Talent and virtue: the first comment'),
          'text',
          t('8 分钟', '8 min'),
        ),
        lesson(t('豫让：一个失败者的体面', 'Yu Rang: the dignity of losing'), 'audio', '24:10'),
        lesson(
          t('读书方法：如何读一段文言', 'How to read a classical passage'),
          'text',
          t('12 分钟', '12 min'),
        ),
      ],
    },
    {
      title: t('第二章　商鞅与秦', 'II. Shang Yang and Qin'),
      lessons: [
        lesson(t('徙木立信', 'A pole worth fifty ounces'), 'video', '21:02'),
        lesson(t('变法的代价', 'The price of reform'), 'video', '26:48'),
        lesson(t('延伸阅读（PDF）', 'Further reading (PDF)'), 'file', t('32 页', '32 pp')),
      ],
    },
    {
      title: t('第三章　楚汉之际', 'III. Between Chu and Han'),
      folded: !inside,
      lessons: [
        lesson(t('鸿门宴上的座次', 'Who sat where at Hongmen'), 'video', '23:30'),
        lesson(t('韩信的三次选择', 'The three choices of Han Xin'), 'text', t('15 分钟', '15 min')),
      ],
    },
  ];
}
