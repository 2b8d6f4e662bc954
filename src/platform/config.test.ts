import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { readSettings, SettingsRefused, shape } from './config.ts';

test('an empty environment makes a product that runs', () => {
  const settings = readSettings({});
  assert.equal(settings.port, 3000);
  assert.equal(settings.publicUrl, 'http://localhost:3000');
  assert.equal(settings.mode, 'development');
});

test('everything that is wrong is told at once, each in a sentence that names it', () => {
  assert.throws(
    () =>
      readSettings({
        PORT: 'x',
        DATABASE_URL: 'mysql://here',
        PUBLIC_URL: 'shuyuan',
        ROLE: 'boss',
      }),
    (error) => {
      assert(error instanceof SettingsRefused);
      assert.equal(error.problems.length, 4);
      for (const name of ['PORT', 'DATABASE_URL', 'PUBLIC_URL', 'ROLE'])
        assert.match(error.message, new RegExp(`^${name}=`, 'm'));
      return true;
    },
  );
});

test('an empty value means the default', () => {
  assert.equal(readSettings({ PORT: '', DATABASE_URL: '' }).port, 3000);
});

test('an academy in earnest has no accounts whose passwords are known', () => {
  assert.equal(readSettings({}).demo, true);
  assert.equal(readSettings({ MODE: 'production' }).demo, false);
  assert.equal(readSettings({ MODE: 'production', DEMO: 'true' }).demo, true);
});

const store = {
  S3_ENDPOINT: 'https://s3.example/',
  S3_BUCKET: 'academy',
  S3_ACCESS_KEY_ID: 'AKID',
  S3_SECRET_ACCESS_KEY: 'hush',
};

test('a store is set whole or not at all, and all that is missing is told at once', () => {
  assert.equal(readSettings({}).s3, undefined);
  assert.deepEqual(readSettings({ ...store, S3_PATH_STYLE: 'true' }).s3, {
    endpoint: 'https://s3.example',
    region: 'us-east-1',
    bucket: 'academy',
    accessKeyId: 'AKID',
    secretAccessKey: 'hush',
    isPathStyle: true,
  });
  assert.throws(
    () => readSettings({ S3_BUCKET: 'academy', PORT: 'x' }),
    (error) => {
      assert(error instanceof SettingsRefused);
      assert.deepEqual(
        error.problems.map((problem) => problem.split(/[= ]/)[0]),
        ['PORT', 'S3_ENDPOINT', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'],
      );
      return true;
    },
  );
});

test('an address of a store carries neither path nor password', () => {
  for (const S3_ENDPOINT of ['https://s3.example/bucket', 'https://me:hush@s3.example', 's3'])
    assert.throws(
      () => readSettings({ ...store, S3_ENDPOINT }),
      ({ message }: Error) => message.startsWith('S3_ENDPOINT=') && !message.includes('hush'),
    );
});

test('what is wrong with a secret is told without it', () => {
  assert.throws(
    () => readSettings({ DATABASE_URL: 'mysql://me:secret@here/db' }),
    (error: Error) => !error.message.includes('secret'),
  );
});

test('an address with a path is no public address of ours', () => {
  assert.throws(
    () => readSettings({ PUBLIC_URL: 'https://academy.example/school' }),
    /without a path/,
  );
  assert.equal(
    readSettings({ PUBLIC_URL: 'https://academy.example/' }).publicUrl,
    'https://academy.example',
  );
});

for (const language of ['zh', 'en']) {
  test(`the table of settings for operators is true: docs/operating.${language}.md`, () => {
    const file = new URL(`../../docs/operating.${language}.md`, import.meta.url);
    const rows = [
      ...readFileSync(file, 'utf8').matchAll(/^\| `([A-Z0-9_]+)` \| (.+?) \| .+ \|$/gm),
    ];
    const told = Object.fromEntries(rows.map(([, name, value]) => [name, value]));
    assert.deepEqual(Object.keys(told).toSorted(), Object.keys(shape.shape).toSorted());
    for (const [name, value] of Object.entries(shape.parse({}))) {
      assert(
        told[name]?.startsWith(`\`${String(value)}\``),
        `${name} is ${value} by default, not ${told[name]}`,
      );
    }
  });
}
