import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aFilm, hasFfmpeg } from '../../src/media/fixtures/films.ts';
import { desk, enter, expect, expectAccessible, shoot, test } from '../house.ts';

// A house without an encoder: the uploader's own browser makes the smaller qualities, and the house takes what fits.

test.use({ viewport: desk.viewport! });
test.describe.configure({ timeout: 240_000 });
test.skip(!hasFfmpeg(), 'this machine has no ffmpeg to make a film with');

const file = `light-${Date.now().toString(36)}.mp4`;
let folder = '';

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shuyuan-browser-'));
  const film = await aFilm({ width: 960, height: 540, seconds: 13, rate: 10, look: 'gradients' });
  await writeFile(join(folder, file), film);
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

test('a film is made smaller by the computer it was uploaded from', async ({ page }) => {
  await enter(page, 'shen@example.com');
  await page.goto('/studio/media');
  await page.getByLabel('选择文件', { exact: true }).last().setInputFiles(join(folder, file));
  const here = page.getByRole('region', { name: '在这台电脑上转码' });
  await expect(here.getByText(/正在转出 360p/)).toBeVisible({ timeout: 60_000 });
  await shoot(page, 'made-here-zh-desk');
  await expectAccessible(page);
  await expect(here).toHaveCount(0, { timeout: 120_000 });

  const { items } = (await (await page.request.get('/api/v1/assets?limit=5')).json()) as {
    items: { id: string; fileName: string }[];
  };
  const film = items.find(({ fileName }) => fileName === file)!;
  const wanted = await page.request.get(`/api/v1/assets/${film.id}/rungs`);
  expect(await wanted.json()).toEqual({ rungs: [], cutsSec: [0, 6, 12, 13] });
});
