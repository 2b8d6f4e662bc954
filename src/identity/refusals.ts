import { refuser } from '#kernel/refusal.ts';

export const refuse = refuser({
  'identity.unknown_user': { status: 404, zh: '没有这位用户', en: 'There is no such user.' },
  'identity.email_taken': {
    status: 409,
    zh: '这个邮箱已经有账号了',
    en: 'This e-mail already has an account.',
  },
  'identity.phone_taken': {
    status: 409,
    zh: '这个手机号已经有账号了',
    en: 'This phone number already has an account.',
  },
  'identity.last_owner': {
    status: 409,
    zh: '站点至少要留一位所有者',
    en: 'The site needs at least one owner.',
  },
  'identity.not_yourself': {
    status: 409,
    zh: '不能对自己这样做',
    en: 'You cannot do this to yourself.',
  },
  'identity.unknown_session': {
    status: 404,
    zh: '没有这台登录设备',
    en: 'There is no such session.',
  },
  'identity.address_invalid': {
    status: 422,
    zh: '请填写有效的邮箱或手机号（港澳台及海外号码请以 + 和区号开头）',
    en: 'Please enter a valid e-mail address or phone number (outside mainland China: with + and country code).',
  },
  'identity.email_closed': {
    status: 409,
    zh: '本站还没有接通邮件，验证码发不到邮箱。有密码的话请用密码登录，没有请联系站点',
    en: 'This site cannot send e-mail yet, so no code can reach you that way. Sign in with your password, or contact the site if you have none.',
  },
  'identity.phone_closed': {
    status: 409,
    zh: '本站还没有接通短信，验证码发不到手机。请换一种方式',
    en: 'This site cannot send short messages yet, so no code can reach your phone. Please use another way.',
  },
  'identity.name_invalid': {
    status: 422,
    zh: '请填写 1–40 个字的称呼',
    en: 'Please enter a name of 1–40 characters.',
  },
  'identity.password_too_short': {
    status: 422,
    zh: '密码至少 8 个字符',
    en: 'A password has at least 8 characters.',
  },
  'identity.password_too_long': {
    status: 422,
    zh: '密码最多 128 个字符',
    en: 'A password has at most 128 characters.',
  },
  'identity.password_too_common': {
    status: 422,
    zh: '这个密码太常见，很容易被猜到，请换一个',
    en: 'This password is too common and easy to guess: please choose another.',
  },
  'identity.wrong_password': {
    status: 401,
    zh: '账号或密码不对',
    en: 'The account or the password is not right.',
  },
  'identity.wrong_present_password': {
    status: 403,
    zh: '现在的密码不对',
    en: 'The present password is not right.',
  },
  'identity.password_unset': {
    status: 409,
    zh: '这个账号还没有密码，请用“重设密码”来设置',
    en: 'This account has no password yet: set one with “Reset password”.',
  },
  'identity.too_many_tries': {
    status: 429,
    zh: '密码试得太多了。请用验证码登录，或过 {minutes} 分钟再试',
    en: 'Too many tries. Please log in with a code, or try again in {minutes} min.',
  },
  'identity.banned': {
    status: 403,
    zh: '这个账号已被停用。如有疑问，请联系站点',
    en: 'This account has been suspended. Please contact the site if you have questions.',
  },
  'identity.code_wrong': {
    status: 422,
    zh: '验证码不对，请再看一眼',
    en: 'The code is not right: please look again.',
  },
  'identity.code_over': {
    status: 410,
    zh: '这个验证码已失效，请重新获取',
    en: 'This code is no longer valid: please ask for a new one.',
  },
  'identity.challenge_needed': {
    status: 403,
    zh: '这个网络里的尝试有点多。请再提交一次；若浏览器关闭了脚本，请过 10 分钟再试',
    en: 'There were many tries from this network. Please submit once more; without script, try again in 10 minutes.',
  },
});
