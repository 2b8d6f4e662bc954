import { desk, enter, expect, expectAccessible, phone, shoot, test } from '../house.ts';

// The site is installed like an app; when the network goes it says so in the reader's language, and nothing that a person
// saw while signed in is left in the browser.

test.use({ viewport: desk.viewport! });

test('the network goes and comes back; the worker keeps nothing of anybody', async ({
  another,
}) => {
  const page = await another({ ...phone, serviceWorkers: 'allow' });
  const context = page.context();
  await enter(page, 'learner1@example.com');
  await page.goto('/learning');
  const title = await page.title();

  await test.step('the browser finds an app, and its worker stands by', async () => {
    const href = await page.locator('link[rel=manifest]').getAttribute('href');
    const manifest = await (await page.request.get(href!)).json();
    expect(manifest).toMatchObject({ display: 'standalone', scope: '/', start_url: '/' });
    await page.evaluate(() => navigator.serviceWorker.ready);
    await expect
      .poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state))
      .toBe('activated');
  });

  await test.step('pages come from the network as before, each to its own person', async () => {
    await page.reload();
    await expect(page).toHaveTitle(title);
    await page.goto('/account');
    await page.goto('/en/orders');
  });

  await test.step('without network each language says so, with the styles of the house', async () => {
    await context.setOffline(true);
    await page.goto('/learning');
    await expect(page.getByRole('heading', { level: 1, name: '现在没有网络' })).toBeVisible();
    await expectAccessible(page);
    await shoot(page, 'offline-zh-phone');
    await page.goto('/en/learning');
    await expect(page.getByRole('heading', { level: 1, name: 'You are offline' })).toBeVisible();
    await expectAccessible(page);
    await page.setViewportSize(desk.viewport!);
    await page.emulateMedia({ colorScheme: 'dark' });
    await shoot(page, 'offline-en-desk-dark');
  });

  await test.step('nothing of a person is kept', async () => {
    const kept = await page.evaluate(async () => {
      const addresses: string[] = [];
      const texts: string[] = [];
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
          const { pathname } = new URL(request.url);
          addresses.push(pathname);
          const answer = await cache.match(request);
          if (!pathname.startsWith('/assets/')) texts.push((await answer?.text()) ?? '');
        }
      }
      return { addresses, texts };
    });
    const known = /^(?:\/offline|\/en\/offline|\/favicon\.svg|\/assets\/[\w.-]+)$/;
    expect(kept.addresses.filter((address) => !known.test(address))).toEqual([]);
    expect(kept.addresses).toContain('/en/offline');
    expect(kept.texts.filter((text) => text.includes('小满') || text.includes('/logout'))).toEqual(
      [],
    );
  });

  await test.step('the network is back: the same button brings the page', async () => {
    await context.setOffline(false);
    await page.getByRole('link', { name: 'Try again' }).click();
    await expect(page).toHaveURL(/\/en\/learning$/);
    await expect(page.getByRole('heading', { level: 1, name: 'You are offline' })).toHaveCount(0);
  });
});
