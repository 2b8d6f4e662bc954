import { refuser } from '#kernel/refusal.ts';

export const refuse = refuser({
  'work.unknown': { status: 404, zh: '没有这门课程', en: 'There is no such course.' },
  'work.in_review': {
    status: 409,
    zh: '课程正在审核，暂时不能修改。需要修改时，请先撤回送审',
    en: 'This course is in review and closed to edits. Take it back from review to change it.',
  },
  'work.changed': {
    status: 409,
    zh: '这门课程刚刚在别处被改过，请刷新后再改',
    en: 'This course was just changed elsewhere. Reload it and make your change again.',
  },
  'work.slug_taken': {
    status: 409,
    zh: '这个网址已被使用，请换一个',
    en: 'This address is taken: choose another.',
  },
  'work.not_draft': {
    status: 409,
    zh: '只有从未发布、也不在审核中的课程可以删除',
    en: 'Only a course that was never published and is not in review can be deleted.',
  },
  'work.not_published': { status: 409, zh: '这门课程没有在售', en: 'This course is not on sale.' },
  'work.taken_down': {
    status: 409,
    zh: '这门课程被平台下架了，恢复之前不能送审或发布',
    en: 'The house took this course down: until it is restored it is neither reviewed nor published.',
  },
  'work.wrong_items': {
    status: 409,
    zh: '“{kind}”装不下这样的内容；可以另建一部别的类型的作品',
    en: 'A work of the kind “{kind}” cannot hold this; begin a work of another kind for it.',
  },
  'work.empty': { status: 409, zh: '课程里还没有课时', en: 'This course has no lessons yet.' },
  'work.wrong_parts': {
    status: 422,
    zh: '套餐只能由自己的其他作品组成，不能包含另一个套餐',
    en: 'A bundle is made of other works of its creator, and of no other bundle.',
  },
  'work.shut_parts': {
    status: 409,
    zh: '套餐里有作品没有在售，请先上架，或从套餐里移出',
    en: 'A part of this bundle is not on sale: publish it first, or take it out.',
  },
  'work.unpriced': { status: 409, zh: '课程还没有定价', en: 'This course has no price yet.' },
  'chapter.unknown': { status: 404, zh: '没有这一章', en: 'There is no such chapter.' },
  'lesson.unknown': { status: 404, zh: '没有这一课', en: 'There is no such lesson.' },
  'lesson.changed': {
    status: 409,
    zh: '这一课刚刚在别处被{who}改过，请看看有什么不同，再决定留下哪一份',
    en: '{who} just changed this lesson elsewhere. See what differs, then choose what to keep.',
  },
  'lesson.no_beginning': {
    status: 422,
    zh: '只有图文和视频可以只试学开头；音频和文档可以整课试学',
    en: 'Only of texts and videos can the beginning be tried; sound and documents can be a trial as a whole.',
  },
  'lesson.needs_unknown': {
    status: 422,
    zh: '要先学的课时里，有一课不在这部作品里',
    en: 'A lesson that is to come first does not stand in this work.',
  },
  'lesson.needs_loop': {
    status: 422,
    zh: '这几课互相等着，谁也学不了：{loop}。请去掉其中一个条件',
    en: 'These lessons wait for each other, so nobody could learn them: {loop}. Take one of the conditions away.',
  },
  'lesson.asset_unknown': {
    status: 422,
    zh: '没有找到这个素材，或者它的种类与课时不符',
    en: 'This file was not found, or is of another kind than the lesson.',
  },
  'lesson.shared': {
    status: 409,
    zh: '这一节的正文和文件与另一部作品共用，请到那里修改，或者先改成自己的一份',
    en: 'The text and file of this item are shared with another work: change them there, or give the item its own first.',
  },
  'lesson.shares_itself': {
    status: 422,
    zh: '这一节本来就在这部作品里，不用共用；要一份同样的，请复制',
    en: 'This item stands in this work already: there is nothing to share.',
  },
  'lesson.shared_name': {
    status: 409,
    zh: '两部作品里有两张不同的图片都叫“{path}”，共用会显示错图。请先给其中一张换个名字',
    en: 'Two different pictures are called “{path}” in these works, so the wrong one would show. Give one of them another name first.',
  },
  'lesson.is_tongue': {
    status: 409,
    zh: '这已经是另一种语言的版本了，请从原文那一课新增',
    en: 'This is said in a second language already: add to the lesson that it says again.',
  },
  'lesson.of_item': {
    status: 422,
    zh: '试学、开放时间、先学哪几课和所在章节由原文那一课决定，两种语言共用，请在那里修改',
    en: 'Trial, schedule, what comes first and the chapter are the lesson’s own, for both languages: change them there.',
  },
  'work.language_taken': {
    status: 409,
    zh: '有课时已经写了这种语言的版本，作品不能改成这种语言；请先删除那些版本',
    en: 'Some lessons are said in this language already. Remove those versions before the work changes into it.',
  },
  'outline.incomplete': {
    status: 409,
    zh: '目录刚刚有变化，请刷新后再排序',
    en: 'The outline has just changed. Reload it and sort again.',
  },
  'creator.unknown': { status: 404, zh: '没有这位讲师', en: 'There is no such instructor.' },
  'creator.slug_taken': {
    status: 409,
    zh: '这个网址已被使用，请换一个',
    en: 'This address is taken: choose another.',
  },
  'category.unknown': { status: 404, zh: '没有这个分类', en: 'There is no such category.' },
  'category.slug_taken': {
    status: 409,
    zh: '这个网址已被使用，请换一个',
    en: 'This address is taken: choose another.',
  },
  'category.loop': {
    status: 409,
    zh: '分类不能放进自己或自己的下级里',
    en: 'A category cannot stand inside itself.',
  },
  'category.in_use': {
    status: 409,
    zh: '这个分类里还有课程或下级分类，请先移走它们',
    en: 'This category still holds courses or categories: move them first.',
  },
});
