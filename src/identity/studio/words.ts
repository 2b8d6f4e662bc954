import type { Words } from '#kernel/locale.ts';

/** What the list of users says. */
export const userWords = {
  name: { zh: '称呼', en: 'Name' },
  email: { zh: '邮箱', en: 'E-mail' },
  phone: { zh: '手机', en: 'Phone' },
  roles: { zh: '角色', en: 'Roles' },
  role: { zh: '角色', en: 'Role' },
  state: { zh: '状态', en: 'State' },
  joined: { zh: '加入时间', en: 'Joined' },
  face: { zh: '主页', en: 'Page' },
  find: { zh: '按称呼、邮箱或手机查找', en: 'Find by name, e-mail or phone' },
  setRoles: { zh: '设置角色', en: 'Roles' },
  rolesOf: { zh: '“{name}”的角色', en: 'Roles of {name}' },
  rolesSaved: { zh: '角色已更新', en: 'Roles are set.' },
  ban: { zh: '封禁', en: 'Ban' },
  banTitle: { zh: '封禁“{name}”？', en: 'Ban {name}?' },
  banText: {
    zh: 'TA 会立刻在所有设备上退出，且不能再登录；已购课程保留，解封后恢复。',
    en: 'They are signed out everywhere at once and cannot sign in; what they own stays theirs and returns with the ban’s end.',
  },
  reason: { zh: '原因（记入操作日志）', en: 'Reason (kept in the audit log)' },
  banned: { zh: '已封禁', en: 'Banned.' },
  unban: { zh: '解除封禁', en: 'Lift the ban' },
  unbanTitle: { zh: '解除对“{name}”的封禁？', en: 'Lift the ban on {name}?' },
  unbanned: { zh: '已解除封禁', en: 'The ban is lifted.' },
} as const satisfies Record<string, Words>;
