import { refuser } from '#kernel/refusal.ts';

export const refuse = refuser({
  'version.unknown': { status: 404, zh: '没有这个版本', en: 'There is no such version.' },
  'preview_link.unknown': {
    status: 404,
    zh: '这个预览链接不存在或已失效，请向作者要一个新的',
    en: 'This preview link does not exist or has ended. Ask its author for a new one.',
  },
  'preview_link.ended': {
    status: 409,
    zh: '这个预览链接已经失效了',
    en: 'This preview link has already ended.',
  },
  'preview_link.other_lesson': {
    status: 404,
    zh: '这一课不在这门课程里',
    en: 'This lesson is not in this course.',
  },
  'snippet.unknown': { status: 404, zh: '没有这个片段', en: 'There is no such snippet.' },
  'snippet.too_many': {
    status: 409,
    zh: '片段最多 {most} 个，请先删掉不用的',
    en: 'There can be at most {most} snippets: delete some that you no longer use.',
  },
  'template.unknown': { status: 404, zh: '没有这个模板', en: 'There is no such template.' },
});
