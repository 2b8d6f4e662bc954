import type { Words } from '#kernel/locale.ts';

/** Interface texts of study without network. */
export const words = {
  title: { zh: '离线学习', en: 'Offline lessons' },
  intro: {
    zh: '保存在这台设备上的课时，没有网络也能学；学到哪里，联网后自动同步。',
    en: 'Lessons kept on this device open without network; your progress is brought in once you are connected.',
  },
  empty: { zh: '这台设备还没有保存课时', en: 'No lessons are kept on this device' },
  emptyText: {
    zh: '打开一课，点“离线学习”，就能在没有网络时接着学。',
    en: 'Open a lesson and choose “Study offline” to go on without network.',
  },
  toLearning: { zh: '去我的学习', en: 'To my learning' },
  noScript: {
    zh: '这台设备的浏览器不支持离线学习，或者关掉了脚本。',
    en: 'This browser cannot keep lessons, or its scripts are turned off.',
  },
  lost: { zh: '这一课不在这台设备上', en: 'This lesson is not on this device' },
  lostText: {
    zh: '可能已经到期、被移除，或者换过账号。联网后打开课时页，可以重新保存。',
    en: 'It may have ended, been removed, or belonged to another account. Connect and open the lesson to keep it again.',
  },
  ended: { zh: '这一课的离线期限到了', en: 'Your time with this lesson offline has ended' },
  endedText: {
    zh: '离线保存的课时到期后就打不开了。联网打开课时页，权益还在的话可以重新保存。',
    en: 'Kept lessons close when their time is over. Connect and open the lesson: if you still have it, you can keep it again.',
  },
  clock: { zh: '设备的时间好像被调回去了', en: 'The clock of this device seems to be set back' },
  clockText: {
    zh: '离线课时要看时间才知道能不能打开。请把设备时间调准，或者联网打开一次本站。',
    en: 'Kept lessons go by the time. Please set the clock right, or open this site once with network.',
  },
  backToList: { zh: '全部离线课时', en: 'All offline lessons' },
  until: { zh: '可离线学到 {at}', en: 'Offline until {at}' },
  open: { zh: '学习', en: 'Study' },
  remove: { zh: '移除', en: 'Remove' },
  removeOf: { zh: '移除《{name}》', en: 'Remove “{name}”' },
  removeAll: { zh: '全部移除', en: 'Remove all' },
  removeAsk: {
    zh: '要从这台设备移除全部离线课时吗？还没同步的进度会留着，联网后同步。',
    en: 'Remove all lessons from this device? Progress that is not yet brought in stays until you are connected.',
  },
  removeYes: { zh: '确定移除', en: 'Yes, remove them' },
  removeNo: { zh: '先留着', en: 'Keep them' },
  old: {
    zh: '课时有更新，联网打开课时页可以换成新的',
    en: 'The lesson has changed: open it with network to renew it',
  },
  used: { zh: '共占 {size}，设备还可用 {free}', en: '{size} in all; {free} left on this device' },
  usedAlone: { zh: '共占 {size}', en: '{size} in all' },
  pending: { zh: '有学习进度等联网后同步', en: 'Some progress waits for the network' },
  synced: { zh: '学习进度都已同步', en: 'All progress is brought in' },
  markDone: { zh: '学完了，标记为已完成', en: 'I have finished this lesson' },
  doneNoted: {
    zh: '记下了：联网后会自动同步',
    en: 'Noted: it is brought in once you are connected',
  },
  playFailed: {
    zh: '播放中断了，请重新打开这一课',
    en: 'Playing was interrupted: please open the lesson again.',
  },
} as const satisfies Readonly<Record<string, Words>>;
