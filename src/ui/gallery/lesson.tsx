import type { ReactNode } from 'react';
import { Breadcrumb } from '../breadcrumb.tsx';
import { Meta } from '../meta.tsx';
import { Outline } from '../outline.tsx';
import { Pagination } from '../pagination.tsx';
import { PlayerShell } from '../player-shell.tsx';
import { Progress } from '../progress.tsx';
import { Reader } from '../reader.tsx';
import { tocOf, type Heading } from '../toc.tsx';
import { sampleOutline } from './course.tsx';
import { Frame, type Sample } from './frame.tsx';

/** A reading page around prose rendered from Markdown. */
export function LessonSample({
  sample,
  html,
}: {
  readonly sample: Sample;
  readonly html: string;
}): ReactNode {
  const { locale, t } = sample;
  const title = t('读书方法：如何读一段文言', 'How to read a classical passage');
  return (
    <Frame sample={sample} title={title} signedIn>
      <Reader
        locale={locale}
        head={<LessonHead sample={sample} title={title} />}
        outline={
          <div className="stack">
            <Progress label={t('已学', 'Done')} value={3} max={9} text="3 / 9" />
            <Outline locale={locale} chapters={sampleOutline(t, true)} compact />
          </div>
        }
        toc={tocOf(locale, headingsOf(sample))}
      >
        <PlayerShell
          locale={locale}
          kind="audio"
          title={t('听这一课', 'Listen to this lesson')}
          sources={[{ src: '/sound.mp3', type: 'audio/mpeg' }]}
        />
        <div className="prose" dangerouslySetInnerHTML={{ __html: html }} />
        <Pagination
          locale={locale}
          previous={{
            href: '/lessons/3',
            label: t('上一课', 'Previous lesson'),
            title: t('豫让：一个失败者的体面', 'Yu Rang: the dignity of losing'),
          }}
          next={{
            href: '/lessons/5',
            label: t('下一课', 'Next lesson'),
            title: t('徙木立信', 'A pole worth fifty ounces'),
          }}
        />
      </Reader>
    </Frame>
  );
}

function headingsOf({ t }: Sample): readonly Heading[] {
  return [
    { id: 'one', text: t('先断句，再查字', 'Break first, look up later'), level: 2 },
    { id: 'two', text: t('一个例子', 'An example'), level: 3 },
    { id: 'three', text: t('数一数', 'Counting'), level: 2 },
    { id: 'four', text: t('用程序断句', 'Breaking by program'), level: 2 },
  ];
}

interface LessonHeadProps {
  readonly sample: Sample;
  readonly title: string;
}

function LessonHead({ sample: { locale, t }, title }: LessonHeadProps): ReactNode {
  return (
    <>
      <Breadcrumb
        locale={locale}
        items={[
          { label: t('资治通鉴', 'Zizhi Tongjian'), href: '/courses/0' },
          { label: t('第一章　三家分晋', 'I. The division of Jin'), href: '/courses/0#1' },
        ]}
      />
      <h1>{title}</h1>
      <Meta
        items={[
          t('周砚', 'Zhou Yan'),
          t('约 12 分钟', 'about 12 minutes'),
          t('2026 年 11 月 3 日', '3 November 2026'),
        ]}
      />
    </>
  );
}
