import { codeFor, demoPassword, expect, expectAccessible, phone, shoot, test } from '../house.ts';

// A member comes back: by password, by a mailed code, by a code on the phone; and sends away a device that is not theirs.

test('a member signs in by password, and signs out a device that was lost', async ({
  page,
  another,
}) => {
  const address = 'learner2@example.com';

  await test.step('a wrong password is refused kindly', async () => {
    await page.goto('/login');
    await page.getByLabel('邮箱或手机号').fill(address);
    await page.getByLabel('密码', { exact: true }).fill('not-my-password');
    await page.getByRole('main').getByRole('button', { name: '登录' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await expectAccessible(page);
    await shoot(page, 'login-refused-zh-desk');
  });

  await test.step('the right one goes on where the member was going', async () => {
    await page.goto('/account/sessions');
    await expect(page).toHaveURL(/\/login/);
    await page.getByLabel('邮箱或手机号').fill(address);
    await page.getByLabel('密码', { exact: true }).fill(demoPassword);
    await page.getByRole('main').getByRole('button', { name: '登录' }).click();
    await expect(page).toHaveURL(/\/account\/sessions/);
    // A trial before this one may have left devices behind.
    await page.request.delete('/api/v1/sessions');
  });

  const lost = await another({
    ...phone,
    locale: 'en-GB',
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
  });
  await test.step('on a phone, in English, by a mailed code', async () => {
    await lost.goto('/en/login');
    await lost.getByRole('link', { name: 'E-mail code' }).click();
    await lost.getByLabel('E-mail', { exact: true }).fill(address);
    await expectAccessible(lost);
    await lost.getByRole('button', { name: 'Send me a code' }).click();
    await expect(lost.getByLabel('Code')).toBeVisible();
    const code = await codeFor(lost, address);
    await lost.getByLabel('Code').fill(code === '000000' ? '000001' : '000000');
    await lost.getByRole('button', { name: 'Log in' }).last().click();
    await expect(lost.getByRole('alert')).toBeVisible();
    await lost.getByLabel('Code').fill(code);
    await expectAccessible(lost);
    await shoot(lost, 'login-code-en-phone');
    await lost.getByRole('button', { name: 'Log in' }).last().click();
    await lost.goto('/en/account');
    await expect(lost.getByRole('heading', { level: 1, name: 'My account' })).toBeVisible();
    await expectAccessible(lost);
    await shoot(lost, 'account-en-phone');
  });

  await test.step('the desk sees the phone and signs it out', async () => {
    await page.reload();
    await expect(page.getByRole('row', { name: /本机/ })).toHaveCount(1);
    const phoneRow = page.getByRole('row', { name: /Safari · iOS/ });
    await expect(phoneRow).toHaveCount(1);
    await expectAccessible(page);
    await shoot(page, 'devices-zh-desk');
    await phoneRow.getByRole('button', { name: /退出/ }).click();
    await expect(page.getByText('已退出。')).toBeVisible();
    await expect(phoneRow).toHaveCount(0);
    await lost.goto('/en/account');
    await expect(lost).toHaveURL(/\/en\/login/);
    await page.goto('/account');
    await expect(page.getByRole('heading', { level: 1, name: '我的账号' })).toBeVisible();
  });
});

test('somebody whom the house does not know comes in by a code on the phone', async ({ page }) => {
  const number = `139${String(Date.now() % 100_000_000).padStart(8, '0')}`;
  await page.goto('/login');
  await page.getByRole('link', { name: '手机验证码' }).click();
  await page.getByLabel('手机号', { exact: true }).fill(number);
  await page.getByRole('button', { name: '获取验证码' }).click();
  await page.getByLabel('验证码').fill(await codeFor(page, number));
  await shoot(page, 'login-phone-code-zh-desk');
  await page.getByRole('main').getByRole('button', { name: '登录' }).click();
  await expect(page).not.toHaveURL(/\/login/);
  await page.goto('/account');
  await expect(page.getByText(number.slice(-4))).toBeVisible();
  await page.getByRole('button', { name: '退出登录' }).last().click();
  await page.goto('/account');
  await expect(page).toHaveURL(/\/login/);
});
