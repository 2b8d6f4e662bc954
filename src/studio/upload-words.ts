import type { Words } from '#kernel/locale.ts';

/** What uploads say. */
export const uploadWords = {
  lost: {
    zh: '上传中断了。检查网络后可以继续',
    en: 'The upload stopped. Check the network, then go on.',
  },
  drop: { zh: '把文件拖到这里，或', en: 'Drop files here, or' },
  choose: { zh: '选择文件', en: 'choose files' },
  pause: { zh: '暂停', en: 'Pause' },
  resume: { zh: '继续', en: 'Resume' },
  hide: { zh: '从列表去掉', en: 'Take off the list' },
  abandon: { zh: '放弃', en: 'Give up' },
  queued: { zh: '排队中', en: 'Waiting its turn' },
  waiting: {
    zh: '连接断了，恢复后会自动继续',
    en: 'The connection is lost. It goes on by itself when it is back.',
  },
  left: { zh: '上次没有传完的', en: 'Left half sent' },
  half: { zh: '传了一部分', en: 'Half sent' },
  again: { zh: '再选一次', en: 'Choose it again' },
  leftHelp: {
    zh: '上次没有传完。再选一次“{name}”，会从停下的地方继续',
    en: 'This was not sent to its end. Choose “{name}” again, and it goes on where it stopped.',
  },
  sending: { zh: '上传中', en: 'Uploading' },
  paused: { zh: '已暂停', en: 'Paused' },
  done: { zh: '已上传', en: 'Uploaded' },
  failed: { zh: '没有成功', en: 'Failed' },
  uploads: { zh: '上传', en: 'Uploads' },
} as const satisfies Record<string, Words>;
