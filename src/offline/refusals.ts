import { refuser } from '#kernel/refusal.ts';

export const refuseOffline = refuser({
  'offline.not_entitled': {
    status: 403,
    zh: '离线学习要先拥有这门课；试学课时请联网看',
    en: 'Only those who have the course can keep its lessons; trial lessons need the network.',
  },
  'offline.not_kept': {
    status: 409,
    zh: '这一课的文件不能离线保存，可以在课时页直接下载',
    en: 'The file of this lesson cannot be kept here: download it from the lesson instead.',
  },
  'offline.not_ready': {
    status: 409,
    zh: '音视频还在处理，过几分钟再来保存',
    en: 'The recording is still being prepared: please try again in a few minutes.',
  },
  'offline.unknown_keep': {
    status: 404,
    zh: '没有这份离线课时',
    en: 'There is no such offline lesson.',
  },
});
