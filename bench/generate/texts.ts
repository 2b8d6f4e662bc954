import type { Random } from '#kernel/random.ts';

const topics = [
  '短视频剪辑',
  '亲子沟通',
  '家庭理财',
  '职场写作',
  '人像摄影',
  '公众演讲',
  '数据分析',
  '产品设计',
  '英语口语',
  '日语入门',
  '书法临摹',
  '国画写意',
  '古琴演奏',
  '钢琴基础',
  '声乐训练',
  '心理咨询',
  '中医养生',
  '瑜伽冥想',
  '健身减脂',
  '烘焙甜点',
  '家常川菜',
  '咖啡拉花',
  '茶艺品鉴',
  '葡萄酒鉴赏',
  '编程思维',
  '网页开发',
  '机器学习',
  '算法竞赛',
  '数据库优化',
  '云端架构',
  '网络安全',
  '嵌入式开发',
  '项目管理',
  '团队领导',
  '商业谈判',
  '品牌营销',
  '直播带货',
  '社群运营',
  '用户增长',
  '电商选品',
  '小说创作',
  '诗词鉴赏',
  '历史通识',
  '哲学导论',
  '艺术史',
  '天文观测',
  '博物旅行',
  '城市规划',
  '法律常识',
  '劳动合同',
  '税务筹划',
  '基金定投',
  '保险配置',
  '房产投资',
  '考研数学',
  '公务员面试',
  '幼儿绘本',
  '少儿编程',
  '整理收纳',
  '花艺设计',
] as const;

const openings = [
  '零基础学',
  '从入门到精通',
  '三十天',
  '系统',
  '高效',
  '一本书讲透',
  '实用',
  '跟名师学',
  '进阶',
  '极简',
] as const;

const forms = [
  '入门课',
  '实战课',
  '训练营',
  '精讲',
  '十二讲',
  '方法论',
  '案例课',
  '工作坊',
  '必修课',
  '通识课',
] as const;

const deeds = [
  '拆解真实案例',
  '整理一份清单',
  '复盘上周的练习',
  '画出完整的流程图',
  '写下三个问题',
  '对照标准逐项检查',
  '录下自己的示范',
  '请同伴给出意见',
] as const;
const goals = [
  '看清问题的全貌',
  '把时间花在要紧的地方',
  '避开新手最常见的错误',
  '建立自己的判断',
  '让进步看得见',
  '养成长期的习惯',
  '把知识变成作品',
  '在压力下也能稳住',
] as const;
const parts = ['概念', '工具', '步骤', '误区', '练习', '案例', '数据', '心态'] as const;

export const tags = [
  '零基础',
  '实战',
  '职场',
  '副业',
  '亲子',
  '艺术',
  '科技',
  '健康',
  '理财',
  '语言',
  '写作',
  '管理',
] as const;

export const surnames = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高'];
export const givenNames = [
  '伟',
  '芳',
  '敏',
  '静',
  '磊',
  '洋',
  '艳',
  '勇',
  '杰',
  '娟',
  '涛',
  '明',
  '超',
  '秀英',
  '建国',
  '晓燕',
  '文博',
  '思远',
  '雨桐',
  '子涵',
  '欣怡',
  '浩然',
  '梓萱',
  '一诺',
];

const pick = <T>(from: readonly T[], random: Random): T =>
  from[Math.floor(random() * from.length)]!;

function sentence(topic: string, random: Random): string {
  const forms = [
    () => `学${topic}，先${pick(deeds, random)}，才能${pick(goals, random)}。`,
    () => `很多人以为${topic}只靠天分，其实关键在${pick(parts, random)}与${pick(parts, random)}。`,
    () => `这一步我们${pick(deeds, random)}，目的是${pick(goals, random)}。`,
    () => `谈到${topic}的${pick(parts, random)}，老师会用一个例子带你${pick(deeds, random)}。`,
    () =>
      `每天二十分钟，${pick(deeds, random)}，一个月后你会发现自己已经能${pick(goals, random)}。`,
  ];
  return pick(forms, random)();
}

function paragraph(topic: string, sentences: number, random: Random): string {
  return Array.from({ length: sentences }, () => sentence(topic, random)).join('');
}

/** What a lesson says. */
export interface LessonText {
  readonly title: string;
  /** Markdown of about 700 characters. */
  readonly body: string;
}

/** A lesson about one of the topics; works take theirs from a pool of such texts. */
export function lessonText(random: Random): LessonText {
  const topic = pick(topics, random);
  const list = Array.from({ length: 4 }, () => `- ${sentence(topic, random)}`).join('\n');
  const body = [
    paragraph(topic, 5, random),
    `## ${topic}的${pick(parts, random)}`,
    paragraph(topic, 6, random),
    list,
    `> ${sentence(topic, random)}`,
    paragraph(topic, 5, random),
  ];
  return {
    title: `${pick(parts, random)}：${topic}如何${pick(goals, random)}`,
    body: body.join('\n\n'),
  };
}

/** A work's description: Markdown of about 400 characters, from a pool like lessons. */
export function descriptionText(random: Random): string {
  const topic = pick(topics, random);
  const list = `- ${sentence(topic, random)}\n- ${sentence(topic, random)}`;
  return [paragraph(topic, 4, random), '## 你会学到', list, paragraph(topic, 4, random)].join(
    '\n\n',
  );
}

/** What a work says about itself, besides its description. */
export interface WorkText {
  readonly title: string;
  readonly titleEn: string;
  readonly subtitle: string;
  readonly summary: string;
  readonly summaryEn: string;
  readonly tags: readonly string[];
}

/** The face of work number `n`. */
export function workText(n: number, random: Random): WorkText {
  const topic = pick(topics, random);
  const chosen = [pick(tags, random), pick(tags, random)];
  return {
    title: `${pick(openings, random)}${topic}${pick(forms, random)}`,
    titleEn: `Course ${n}`,
    subtitle: `写给想${pick(goals, random)}的你`,
    summary: paragraph(topic, 2, random),
    summaryEn: `Twelve lessons with exercises, number ${n} of the series.`,
    tags: [...new Set(chosen)],
  };
}
