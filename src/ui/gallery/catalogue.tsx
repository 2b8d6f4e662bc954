import type { ReactNode } from 'react';
import { AutoSelect } from '../auto-select.tsx';
import { Breadcrumb } from '../breadcrumb.tsx';
import { Pagination } from '../pagination.tsx';
import { Tabs } from '../tabs.tsx';
import { CourseCards } from './courses.tsx';
import { Frame, type Sample } from './frame.tsx';

/** A catalogue of twenty-four courses. */
export function CatalogueSample({ sample }: { readonly sample: Sample }): ReactNode {
  const { locale, t } = sample;
  const subjects = [
    [t('全部', 'All'), 128],
    [t('历史', 'History'), 23],
    [t('文学与写作', 'Writing'), 31],
    [t('数学', 'Mathematics'), 12],
    [t('编程', 'Programming'), 27],
    [t('艺术', 'Art'), 19],
    [t('生活', 'Living'), 16],
  ] as const;
  return (
    <Frame sample={sample} title={t('全部课程', 'All courses')} section="/courses">
      <div className="wrap page-body stack">
        <Breadcrumb
          locale={locale}
          items={[{ label: t('首页', 'Home'), href: '/' }, { label: t('课程', 'Courses') }]}
        />
        <h1>{t('全部课程', 'All courses')}</h1>
        <div className="cluster cluster-apart">
          <Tabs
            label={t('分类', 'Subjects')}
            look="chips"
            items={subjects.map(([label, count], index) => ({
              label,
              count,
              href: `?subject=${index}`,
              current: index === 0,
            }))}
          />
          <AutoSelect
            locale={locale}
            action="/courses"
            name="sort"
            label={t('排序', 'Sort')}
            value="new"
            options={[
              { value: 'new', label: t('最新', 'Newest') },
              { value: 'popular', label: t('最多人学', 'Most learners') },
              { value: 'price', label: t('价格由低到高', 'Price, low to high') },
            ]}
          />
        </div>
        <CourseCards sample={sample} count={24} level={2} />
        <Pagination locale={locale} next={{ href: '?after=24' }} />
      </div>
    </Frame>
  );
}
