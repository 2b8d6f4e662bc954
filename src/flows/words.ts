import { fill, type Locale, type Words } from '#kernel/locale.ts';

const words = {
  orders: { zh: '我的订单', en: 'My orders' },
  order: { zh: '订单 {number}', en: 'Order {number}' },
  none: { zh: '还没有订单', en: 'No orders yet' },
  noneText: {
    zh: '看到想学的课程，从这里开始。',
    en: 'Find a course that you would like to learn.',
  },
  browse: { zh: '看看课程', en: 'Browse courses' },
  back: { zh: '返回订单列表', en: 'Back to my orders' },
  item: { zh: '商品', en: 'Item' },
  total: { zh: '金额', en: 'Total' },
  state: { zh: '状态', en: 'State' },
  number: { zh: '订单号', en: 'Order number' },
  placedAt: { zh: '下单时间', en: 'Placed' },
  paidAt: { zh: '支付时间', en: 'Paid' },
  refunded: { zh: '已退款', en: 'Refunded' },
  pending: { zh: '待支付', en: 'To be paid' },
  held: { zh: '待成团', en: 'Waits for its team' },
  paid: { zh: '已支付', en: 'Paid' },
  closed: { zh: '已关闭', en: 'Closed' },
  partlyRefunded: { zh: '部分退款', en: 'Partly refunded' },
  isRefunded: { zh: '已退款', en: 'Refunded' },
  refunding: { zh: '退款中', en: 'Refund under way' },
  waiting: { zh: '正在等待支付结果', en: 'Waiting for your payment' },
  waitingText: {
    zh: '付款成功后，这里会自动更新，一般只需几秒。若还没有付款，可以继续支付。',
    en: 'Once you have paid, this page updates by itself, usually within seconds. If you have not paid yet, go on to pay.',
  },
  reload: { zh: '刷新看看', en: 'Look again' },
  toPay: { zh: '请在 {until} 前完成支付', en: 'Please pay before {until}' },
  toPayText: {
    zh: '过了这个时间，订单会自动关闭，不会扣款。',
    en: 'After that the order closes by itself and nothing is charged.',
  },
  pay: { zh: '去支付 {total}', en: 'Pay {total}' },
  payBy: { zh: '支付方式', en: 'Pay with' },
  transferTitle: { zh: '请在 {days} 天内转账', en: 'Please send the money within {days} days' },
  transferText: {
    zh: '请务必在附言里写上订单号。我们看到款项后会确认，课程随即开通；到账前可以随时取消或换一种方式支付。',
    en: 'Please write the order’s number with it. The course opens as soon as we see the money. Until then you can give the order up.',
  },
  transferPayee: { zh: '收款户名', en: 'Payee' },
  transferBank: { zh: '开户行', en: 'Bank' },
  transferNumber: { zh: '账号', en: 'Account number' },
  transferReference: { zh: '附言（订单号）', en: 'Reference (order number)' },
  scan: { zh: '请用{gateway}扫一扫付款', en: 'Scan with {gateway} to pay' },
  goPay: { zh: '前往{gateway}付款', en: 'Go on to {gateway}' },
  goPayText: {
    zh: '付款在 {gateway} 的页面上完成，完成后会回到这里。',
    en: 'You pay on a page of {gateway}, and come back here afterwards.',
  },
  cancel: { zh: '取消订单', en: 'Give up this order' },
  unavailable: {
    zh: '支付渠道暂时没有回应，订单已为您保留，请稍后再试。',
    en: 'The payment gateway does not answer just now. Your order is kept: please try again in a moment.',
  },
  heldTitle: { zh: '已付款，还差 {n} 人成团', en: 'Paid: {n} more needed' },
  heldText: {
    zh: '{until} 前满员，课程立即开通；到时间没有满员，款项全额原路退回。把团的链接发给朋友。',
    en: 'The course opens as soon as your team is full. If it is not by {until}, all of your money goes back. Send the team’s link to friends.',
  },
  heldOver: { zh: '已付款，正在为您处理', en: 'Paid: being settled' },
  heldOverText: {
    zh: '团已结束，一会儿就为您开通课程或退款，请稍后刷新。',
    en: 'The team has ended. In a moment the course opens or your money goes back: look again shortly.',
  },
  overflowed: {
    zh: '您付款时，想参加的团刚好满员或到时，已为您开了一个新团，您是团长。',
    en: 'When you paid, the team that you meant was full or over, so a new one was opened and you lead it.',
  },
  toTeam: { zh: '查看我的团', en: 'See my team' },
  leaveTeam: { zh: '退出拼团并退款', en: 'Leave and get the money back' },
  leaveTitle: { zh: '退出拼团', en: 'Leave the team' },
  leaveLoses: {
    zh: '退出后您的名额空出来，别人可以参团。',
    en: 'Your place is free then for somebody else.',
  },
  teamReturning: {
    zh: '{amount} 正在原路退回您的付款账户。',
    en: '{amount} is on its way back to you.',
  },
  teamReturned: { zh: '拼团款 {amount} 已全额退回', en: '{amount} is back in full' },
  teamReturnedText: {
    zh: '您没有用这个价格买到《{title}》。可以再开一个团，或单独购买。',
    en: 'You did not get “{title}” at this price. You can open another team, or buy alone.',
  },
  groupText: {
    zh: '拼团：付款后为您保留款项，满 {n} 人立即开通课程；{hours} 小时内没有满员，全额原路退回。',
    en: 'A group buy: what you pay is held. The course opens as soon as {n} are in; if they are not within {hours} h, all of it goes back.',
  },
  joinText: {
    zh: '拼团：付款后为您保留款项，满员立即开通课程；到时间没有满员，全额原路退回。付款时这个团若刚好满员，会为您开一个新团。',
    en: 'A group buy: what you pay is held. The course opens as soon as the team is full; if it is not in time, all of it goes back. If it fills just as you pay, a new team is opened for you.',
  },
  placeGroup: { zh: '付款开团', en: 'Pay and open a team' },
  placeJoin: { zh: '付款参团', en: 'Pay and join' },
  isHeld: {
    zh: '您已付款拼这门课程，正在等待成团',
    en: 'You have paid for this course in a team that is not complete yet',
  },
  toHeld: { zh: '查看订单', en: 'See the order' },
  invoice: { zh: '收款凭证', en: 'Invoice' },
  fapiao: { zh: '电子发票', en: 'Fapiao' },
  thanks: { zh: '支付成功，可以开始学习了', en: 'Paid. You can start to learn.' },
  learn: { zh: '开始学习', en: 'Start to learn' },
  closedTitle: { zh: '订单已关闭', en: 'This order is closed' },
  closedText: {
    zh: '没有扣款。若您其实已经付了款，钱到账后会自动为您开通课程，或原路退回。',
    en: 'Nothing was charged. If you did pay after all, the course opens as soon as the money arrives, or the money goes back by itself.',
  },
  again: { zh: '重新购买', en: 'Order again' },
  refundTitle: { zh: '申请退款', en: 'Ask for a refund' },
  refundUntil: { zh: '{until} 前可以申请退款', en: 'You can ask for a refund until {until}' },
  refundGets: {
    zh: '将退回 {amount}，原路返回您的付款账户。',
    en: '{amount} goes back the way it was paid.',
  },
  refundLoses: {
    zh: '申请后，您将不能再学习《{title}》。学习记录会保留，以后再次购买可以接着学。',
    en: 'You can then no longer learn “{title}”. Your progress is kept in case you buy it again.',
  },
  refundSum: {
    zh: '共 {whole} 课，还有 {left} 课没有学完，按 {total} × {left} ÷ {whole} 退回，以前已经退过的会扣除。',
    en: '{left} of {whole} lessons are not done: you get {total} × {left} ÷ {whole}, less what was refunded before.',
  },
  refundParts: {
    zh: '这是一个套餐：{total} 按各作品的单独售价分摊，再按没有学完的课时退。',
    en: 'This is a bundle: {total} is shared among its works by what each costs alone, and goes back for the lessons that are not done.',
  },
  workTerms: {
    zh: '付款后 {days} 天内可以自助申请退款，按没有学完的课时退：一课都没有学完就全额退。',
    en: 'Within {days} days of paying you can ask for a refund, for the lessons that you have not done: all of it when you have done none.',
  },
  workNoRefund: {
    zh: '付款后不能自助退款；遇到问题可以在订单页提出申请，由我们处理。',
    en: 'There is no refund by yourself after paying; if something is wrong you can ask us on the order’s page.',
  },
  askStaff: { zh: '申请人工退款', en: 'Ask us for a refund' },
  askTitle: {
    zh: '这个订单不能自助退款了',
    en: 'This order cannot be refunded by yourself any more',
  },
  askText: {
    zh: '您可以写明原因提出申请。我们会逐件处理，可能全额、部分或不予退款，结果会写信告诉您，也会显示在订单页。处理期间您可以照常学习。',
    en: 'You can ask for it and say why. We look at each request and may give back all, a part or nothing; we write to you, and the order’s page shows it. Meanwhile you can go on learning.',
  },
  askReason: { zh: '申请原因', en: 'Why you ask' },
  askReasonHint: { zh: '发生了什么，希望怎么处理', en: 'What happened, and what you would like' },
  askSend: { zh: '提交申请', en: 'Send the request' },
  caseOpen: { zh: '退款申请处理中', en: 'Your request is being looked at' },
  caseOpenText: {
    zh: '有结果会写信告诉您，也会显示在这里。',
    en: 'We write to you as soon as it is decided, and it shows here.',
  },
  caseWithdraw: { zh: '撤回申请', en: 'Take the request back' },
  caseRefused: { zh: '退款申请没有通过', en: 'Your request was not granted' },
  caseGranted: { zh: '退款申请已同意', en: 'Your request is granted' },
  refundWhen: {
    zh: '一般几分钟内到账，银行卡最长三个工作日。',
    en: 'It usually arrives within minutes, on a bank card within three working days.',
  },
  reason: { zh: '退款原因', en: 'Reason' },
  reasonHint: {
    zh: '告诉我们哪里不合适，帮助讲师改进',
    en: 'What was not right? It helps the instructor to improve.',
  },
  confirm: { zh: '确认退款 {amount}', en: 'Refund {amount}' },
  keep: { zh: '再想想', en: 'Keep the course' },
  notAskable: { zh: '这个订单现在不能申请退款', en: 'This order cannot be refunded now' },
  refundWaiting: {
    zh: '已收到您的退款申请，{amount} 正在退回您的付款账户。',
    en: 'We have your request: {amount} is on its way back.',
  },
  refundDone: {
    zh: '{at} 已退款 {amount}，原路退回您付款的账户；一般几分钟到账，银行卡最长三个工作日。',
    en: '{amount} was refunded at {at}, the way it was paid. It usually arrives within minutes, on a bank card within three working days.',
  },
  refundedTitle: { zh: '已全额退款 {amount}', en: '{amount} refunded in full' },
  refundedText: {
    zh: '《{title}》的学习权限已收回，学习记录还在；以后再次购买可以接着学。',
    en: 'You can no longer learn “{title}”. Your progress is kept in case you buy it again.',
  },
  refundedAllText: {
    zh: '这笔订单里的作品都不能再学习了，学习记录还在；以后再次购买可以接着学。',
    en: 'You can no longer learn what this order bought. Your progress is kept in case you buy it again.',
  },
  items: { zh: '订单里的作品', en: 'What this order has' },
  lineTotal: { zh: '实付', en: 'Paid' },
  refundAll: { zh: '全部申请退款', en: 'Ask for a refund of everything' },
  thanksPartly: {
    zh: '订单已支付，其中一部分已退款或正在退款',
    en: 'Paid. A part of it was refunded, or is on its way back.',
  },
  refundInAll: { zh: '合计退回', en: 'Goes back in all' },
  refundLosesSeveral: {
    zh: '申请后，您将不能再学习：{titles}。学习记录会保留，以后再次购买可以接着学。',
    en: 'You can then no longer learn: {titles}. Your progress is kept in case you buy them again.',
  },
  toCourse: { zh: '查看课程', en: 'To the course' },
  refundFailed: {
    zh: '退款没有成功，课程仍可学习。您可以再次申请，我们也会跟进。',
    en: 'The refund did not succeed and the course is still yours. You can ask again; we are looking into it.',
  },
  returned: {
    zh: '有一笔多余的付款 {amount} 已原路退回。',
    en: 'A payment of {amount} that was not needed has been sent back.',
  },
  returning: {
    zh: '有一笔多余的付款 {amount} 正在原路退回。',
    en: 'A payment of {amount} that was not needed is on its way back.',
  },
  checkout: { zh: '确认订单', en: 'Check your order' },
  listPrice: { zh: '原价', en: 'List price' },
  payable: { zh: '应付', en: 'To pay' },
  couponsToUse: { zh: '优惠券', en: 'Coupon' },
  withCoupon: { zh: '{name}：应付 {total}', en: '{name}: {total} to pay' },
  withoutCoupon: { zh: '不使用优惠券：应付 {total}', en: 'No coupon: {total} to pay' },
  notApplied: { zh: '没有用上的优惠', en: 'What does not apply' },
  haveCode: { zh: '有优惠码？', en: 'Have a code?' },
  code: { zh: '优惠码', en: 'Code' },
  useCode: { zh: '兑换', en: 'Redeem' },
  placeOrder: { zh: '提交订单并支付', en: 'Order and pay' },
  placeFree: { zh: '提交订单', en: 'Order' },
  noCashier: {
    zh: '应付为 0 元时，提交后直接开通，不用付款。',
    en: 'When nothing is to be paid, the course opens at once.',
  },
  isWaiting: { zh: '您有一笔这门课程的待支付订单', en: 'An order of yours for this course waits' },
  toWaiting: { zh: '去支付或取消它', en: 'Pay or cancel it' },
  alreadyOwned: { zh: '您已经拥有这门课程', en: 'You already own this course' },
  coupons: { zh: '我的优惠券', en: 'My coupons' },
  noCoupons: { zh: '这里还没有优惠券', en: 'No coupons here' },
  noCouponsText: {
    zh: '课程页上有可以领取的券；有优惠码也可以在上面兑换。',
    en: 'Some courses offer coupons on their page; a code can be redeemed above.',
  },
  claimedDone: { zh: '已领取，下单时可以使用', en: 'It is yours: use it with your next order' },
  validUntil: { zh: '有效期至 {at}', en: 'Valid until {at}' },
  tiers: { zh: '会员', en: 'Membership' },
  toMembership: { zh: '查看我的会员', en: 'See my membership' },
  toTiers: { zh: '查看会员等级', en: 'See the memberships' },
  thanksMember: { zh: '支付成功，您的会员已经开通', en: 'Paid. Your membership is open.' },
  memberFromTo: {
    zh: '会员期：{from} 至 {to}（北京时间）',
    en: 'From {from} to {to} (Beijing time)',
  },
  planTerms: {
    zh: '会员期从付款时算起；您若已是这个等级的会员，就接在现有会员期之后，一天也不少。不会自动续费。付款后 {days} 天内可以申请退款，按没有用的天数退。',
    en: 'It begins when you pay, or, if you are a member of this tier already, when your membership ends: no day is lost. It does not renew by itself. Within {days} days of paying you can ask for a refund, for the days that you did not use.',
  },
  planNoRefund: {
    zh: '会员期从付款时算起；您若已是这个等级的会员，就接在现有会员期之后，一天也不少。不会自动续费。',
    en: 'It begins when you pay, or, if you are a member of this tier already, when your membership ends: no day is lost. It does not renew by itself.',
  },
  memberForGood: {
    zh: '您已经是这个等级的永久会员，无需再买',
    en: 'You are a member of this tier for good; there is nothing to buy.',
  },
  memberGone: {
    zh: '“{title}”的会员已收回，学习记录还在；以后再次开通可以接着学。',
    en: 'Your membership “{title}” has ended. Your progress is kept in case you join again.',
  },
  refundLosesMember: {
    zh: '这笔订单的会员期共 {whole} 天，还有 {left} 天没有用，按 {total} × {left} ÷ {whole} 退回，以前已经退过的会扣除。申请后会员立即结束，单独购买的课程不受影响，学习记录会保留。',
    en: 'This membership has {whole} days, of which {left} are not used: you get {total} × {left} ÷ {whole}, less what was refunded before. It ends at once when you ask. What you bought by itself stays yours, and your progress is kept.',
  },
  keepMember: { zh: '再想想', en: 'Keep the membership' },
  closedMember: {
    zh: '没有扣款。若您其实已经付了款，钱到账后会自动为您开通会员，或原路退回。',
    en: 'Nothing was charged. If you did pay after all, your membership opens as soon as the money arrives, or the money goes back by itself.',
  },
  toOrder: { zh: '查看订单', en: 'See the order' },
  discounts: { zh: '优惠', en: 'Discounts' },
} as const satisfies Record<string, Words>;

export type FlowWord = keyof typeof words;

/** Sentences in one language; `{name}` stands for a parameter. */
export function wordsIn(locale: Locale) {
  return (word: FlowWord, params: Readonly<Record<string, string>> = {}): string =>
    fill(words[word][locale], params);
}
