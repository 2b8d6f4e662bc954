import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { dark, light } from './colours.ts';

test('the studio’s colours are those of the site', async () => {
  const tokens = await readFile(new URL('../ui/tokens.css', import.meta.url), 'utf8');
  for (const name of Object.keys(light) as (keyof typeof light)[]) {
    const token = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    assert(
      tokens.includes(`--${token}: light-dark(${light[name]}, ${dark[name]});`),
      `--${token} is another in src/ui/tokens.css`,
    );
  }
});
