import type { ReactNode } from 'react';
import { Badge } from '../badge.tsx';
import { Card } from '../card.tsx';
import { Price } from '../price.tsx';
import type { Sample } from './frame.tsx';

type Row = readonly [
  zh: string,
  en: string,
  byZh: string,
  byEn: string,
  price: number,
  was?: number,
];

const rows: readonly Row[] = [
  [
    '资治通鉴：在治乱之间读懂人',
    'Reading the Zizhi Tongjian: order, chaos, people',
    '周砚',
    'Zhou Yan',
    19900,
    29900,
  ],
  ['写给所有人的概率论', 'Probability for everyone', '沈清河', 'Shen Qinghe', 12900],
  ['从零开始的 TypeScript', 'TypeScript from nothing', '顾远', 'Gu Yuan', 0],
  ['中国建筑的十二个细节', 'Twelve details of Chinese building', '梁思齐', 'Liang Siqi', 16800],
  ['敦煌：一千年的画室', 'Dunhuang: a studio of a thousand years', '常乐', 'Chang Le', 9900],
  [
    '好好说话：非暴力沟通工作坊',
    'Speaking well: a workshop on nonviolent talk',
    '许棠',
    'Xu Tang',
    39900,
    59900,
  ],
  ['认识你的猫', 'Know your cat', '白术', 'Bai Zhu', 4900],
  ['PostgreSQL 深入浅出', 'PostgreSQL in depth', '陈默', 'Chen Mo', 26800],
  ['古典吉他入门', 'First steps on the classical guitar', '闻笛', 'Wen Di', 15900],
  ['二十四节气的厨房', 'A kitchen of twenty-four seasons', '孟夏', 'Meng Xia', 8800],
  ['写作是一门手艺', 'Writing is a craft', '阿城南', 'A Chengnan', 19900],
  ['宏观经济学二十讲', 'Twenty lectures on macroeconomics', '何以宁', 'He Yining', 29900, 39900],
];

/** Twelve sample courses, repeated until there are `count`. */
export function CourseCards({
  sample,
  count,
  level,
}: {
  readonly sample: Sample;
  readonly count: number;
  readonly level?: 2 | 3;
}): ReactNode {
  return (
    <div className="cards">
      {Array.from({ length: count }, (_, index) => (
        <CourseCard key={index} sample={sample} index={index} level={level} />
      ))}
    </div>
  );
}

function CourseCard({
  sample,
  index,
  level,
}: {
  readonly sample: Sample;
  readonly index: number;
  readonly level?: 2 | 3 | undefined;
}): ReactNode {
  const { locale, t } = sample;
  const row = rows[index % rows.length];
  if (!row) return null;
  const [zh, en, byZh, byEn, amount, was] = row;
  const volume = index >= rows.length ? t('（下）', ', part two') : '';
  return (
    <Card
      href={`/courses/${index}`}
      title={t(zh, en) + volume}
      level={level}
      meta={[t(byZh, byEn), t(`${12 + index} 课时`, `${12 + index} lessons`)]}
      picture={index === 4 ? { src: '/picture.svg', width: 640, height: 480 } : undefined}
      foot={<Price locale={locale} amount={amount} was={was} />}
      badge={was && <Badge tone="accent">{t('限时', 'Limited')}</Badge>}
    />
  );
}
