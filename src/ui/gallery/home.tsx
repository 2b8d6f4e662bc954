import type { ReactNode } from 'react';
import { Avatar } from '../avatar.tsx';
import { LinkButton } from '../button.tsx';
import { Card } from '../card.tsx';
import { Cover } from '../cover.tsx';
import { Hero } from '../hero.tsx';
import { Meta } from '../meta.tsx';
import { Section } from '../section.tsx';
import { Stats } from '../stat.tsx';
import { CourseCards } from './courses.tsx';
import { Frame, type Sample } from './frame.tsx';

/** A front page. */
export function HomeSample({ sample }: { readonly sample: Sample }): ReactNode {
  const { t } = sample;
  return (
    <Frame sample={sample} title={t('知止书院', 'Zhizhi Academy')}>
      <Hero
        eyebrow={t('一座开放的书院', 'An open academy')}
        title={t('把一门学问，安静地学完。', 'Learn one thing, quietly, to the end.')}
        text={t(
          '没有推送，没有打扰。二十位老师，把多年所学写成课程与专栏，陪你从第一课走到最后一课。',
          'No pushes, no noise. Twenty teachers put years of work into courses and series, and walk with you from the first lesson to the last.',
        )}
        actions={
          <>
            <LinkButton href="/courses" variant="primary">
              {t('看看课程', 'Browse courses')}
            </LinkButton>
            <LinkButton href="/trial" variant="quiet">
              {t('先试学一课', 'Try a lesson first')}
            </LinkButton>
          </>
        }
      >
        <div className="hero-shelf">
          <Cover title={t('资治通鉴：在治乱之间', 'Zizhi Tongjian: order and chaos')} eager />
          <Cover title={t('敦煌：一千年的画室', 'Dunhuang: a studio')} eager />
          <Cover title={t('古典吉他入门', 'The classical guitar')} eager />
        </div>
      </Hero>
      <Section
        title={t('新近开课', 'New courses')}
        note={t('这个月上架，前两课可以试学', 'Opened this month; the first two lessons are free')}
        more={{ href: '/courses', label: t('全部课程', 'All courses') }}
      >
        <CourseCards sample={sample} count={8} />
      </Section>
      <Section title={t('正在更新的专栏', 'Running series')} tinted>
        <SeriesRows t={t} />
      </Section>
      <Section title={t('书院里的人', 'People of the academy')}>
        <div className="stack">
          <Teachers t={t} />
          <Stats
            items={[
              { label: t('门课程', 'courses'), value: '128' },
              { label: t('位学员', 'learners'), value: '36,204' },
              { label: t('小时内容', 'hours of material'), value: '1,940' },
              { label: t('学完率', 'finish what they start'), value: '61%' },
            ]}
          />
        </div>
      </Section>
    </Frame>
  );
}

function SeriesRows({ t }: Pick<Sample, 't'>): ReactNode {
  const series = [
    [
      t('每周一封：慢读《诗经》', 'A slow reading of the Book of Songs'),
      t(
        '每周三更新，一首诗，一段声音，一页注释。',
        'Every Wednesday: one poem, one voice, one page of notes.',
      ),
    ],
    [
      t('数据库内核漫谈', 'Inside databases'),
      t(
        '从一页磁盘讲起，讲到一次分布式提交。',
        'From one page on a disk to a commit across machines.',
      ),
    ],
    [
      t('城市散步指南', 'A walker’s guide to cities'),
      t(
        '跟着建筑师，重新看一遍你住的地方。',
        'See the place you live in again, with an architect.',
      ),
    ],
  ] as const;
  return (
    <div className="rows">
      {series.map(([title, text]) => (
        <Card
          key={title}
          href="/series"
          layout="row"
          title={title}
          text={text}
          meta={[t('已更新 32 期', '32 issues'), t('每周一期', 'weekly')]}
        />
      ))}
    </div>
  );
}

function Teachers({ t }: Pick<Sample, 't'>): ReactNode {
  const people = [
    [t('周砚', 'Zhou Yan'), t('历史学者', 'Historian')],
    [t('沈清河', 'Shen Qinghe'), t('数学教师', 'Teacher of mathematics')],
    [t('常乐', 'Chang Le'), t('壁画临摹者', 'Copyist of murals')],
    [t('孟夏', 'Meng Xia'), t('厨师与作者', 'Cook and writer')],
  ] as const;
  return (
    <div className="cards">
      {people.map(([name, work]) => (
        <div className="cluster" key={name}>
          <Avatar name={name} size="large" />
          <div>
            <h3>{name}</h3>
            <Meta items={[work]} />
          </div>
        </div>
      ))}
    </div>
  );
}
