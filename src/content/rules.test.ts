import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  isHidden,
  isSafePath,
  outerFolder,
  planCourse,
  readName,
  resolvePath,
} from './rules/course.ts';
import { readCourseFacts, splitFrontMatter } from './rules/front-matter.ts';
import { placesOfPictures, rootPictures } from './rules/pictures.ts';

test('a name tells its number and its title', () => {
  assert.deepEqual(readName('01-声音从哪里来'), { number: 1, title: '声音从哪里来' });
  assert.deepEqual(readName('2. 第二'), { number: 2, title: '第二' });
  assert.deepEqual(readName('10、十'), { number: 10, title: '十' });
  assert.deepEqual(readName('03_x'), { number: 3, title: 'x' });
  assert.deepEqual(readName('附录'), { number: Infinity, title: '附录' });
  assert.deepEqual(readName('2024年终'), { number: Infinity, title: '2024年终' });
  assert.deepEqual(readName('07'), { number: 7, title: '07' });
});

test('files of one stem are one lesson, in the order of their numbers', () => {
  const { chapters, remarks } = planCourse([
    'course.yaml',
    'cover.webp',
    '10-尾声/1-完.md',
    '2-开头/2-看.mp4',
    '2-开头/2-看.md',
    '2-开头/2-看.zh-Hant.srt',
    '2-开头/2-看.en.vtt',
    '2-开头/10-听.mp3',
    '2-开头/1-读.md',
    '2-开头/images/a.png',
    'images/b.png',
    '2-开头/notes.docx',
    '2-开头/old.zip',
    '2-开头/3-孤.zh.srt',
    '序.md',
  ]);
  assert.deepEqual(
    chapters.map(({ title, lessons }) => [title, lessons.map((lesson) => lesson.title)]),
    [
      ['', ['序']],
      ['开头', ['读', '看', '听']],
      ['尾声', ['完']],
    ],
  );
  const seen = chapters[1]!.lessons[1]!;
  assert.deepEqual(
    { ...seen },
    {
      source: '2-开头/2-看',
      title: '看',
      text: '2-开头/2-看.md',
      medium: '2-开头/2-看.mp4',
      subtitles: [
        { path: '2-开头/2-看.en.vtt', locale: 'en' },
        { path: '2-开头/2-看.zh-Hant.srt', locale: 'zh-Hant' },
      ],
    },
  );
  assert.deepEqual(
    remarks.map(({ path, what }) => [path, what]),
    [
      ['2-开头/old.zip', 'nestedZip'],
      ['2-开头/notes.docx', 'notUsed'],
      ['2-开头/3-孤.zh.srt', 'loneSubtitles'],
    ],
  );
});

test('two media of one lesson are a problem', () => {
  const { remarks } = planCourse(['1-a/1-b.mp3', '1-a/1-b.mp4']);
  assert.deepEqual(remarks, [
    { path: '1-a/1-b.mp4', weight: 'problem', what: 'twoMedia', other: '1-a/1-b.mp3' },
  ]);
});

test('paths that lead out, or hide what they are, are not safe', () => {
  const unsafe = [
    '',
    '/etc/passwd',
    'C:/x',
    'c:x',
    '../x',
    'a/../../x',
    'a/./b',
    'a//b',
    'a\u0000b',
    'a\nb',
    'a\u202Egnp.exe',
    'a/',
    'x'.repeat(501),
    'a/'.repeat(13) + 'b',
  ];
  for (const path of unsafe) assert.equal(isSafePath(path), false, JSON.stringify(path));
  for (const path of ['a', '01-章/课 一.md', 'a..b/c…', '第１课（上）.mp4'])
    assert.equal(isSafePath(path), true, path);
});

test('a resolved path is undefined or lies inside the course', () => {
  assert.equal(resolvePath('01/a.md', 'images/x.png'), '01/images/x.png');
  assert.equal(resolvePath('01/a.md', '../images/x.png'), 'images/x.png');
  assert.equal(resolvePath('01/a.md', '/images/x.png'), 'images/x.png');
  assert.equal(resolvePath('01/a.md', '../../x.png'), undefined);
  const part = fc.constantFrom('..', '.', 'a', 'b', '');
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b')), fc.array(part), (from, name) => {
      const path = resolvePath(from.join('/'), name.join('/'));
      if (path !== undefined) assert.ok(!path.split('/').includes('..') && !path.startsWith('/'));
    }),
  );
});

test('the outer folder of a zip is known, a chapter is not taken for one', () => {
  assert.equal(outerFolder(['课程/course.yaml', '课程/01-a/1.md']), '课程/');
  assert.equal(outerFolder(['课程/01-a/1.md', '课程/02-b/1.md']), '课程/');
  assert.equal(outerFolder(['01-a/1.md', '01-a/2.md']), '');
  assert.equal(outerFolder(['01-课程/course.yaml', '01-课程/01-a/1.md']), '01-课程/');
  assert.equal(outerFolder(['a/1.md', 'b/2.md']), '');
  assert.equal(outerFolder(['1.md']), '');
  assert.equal(outerFolder([]), '');
});

test('what systems leave in folders is hidden', () => {
  for (const path of ['.DS_Store', 'a/.git/x', '__MACOSX/a', 'a/Thumbs.db', 'readme.md'])
    assert.ok(isHidden(path), path);
  assert.equal(isHidden('01-a/1-b.md'), false);
});

test('front matter is read, and wrong or dangerous YAML is told', () => {
  const { body, facts } = splitFrontMatter(
    '---\ntitle: "  一  弦 "\ntrial: yes\nduration: 7\nmood: calm\n---\n\n正文\n',
  );
  assert.equal(body, '正文');
  assert.ok(facts.ok);
  assert.deepEqual(
    [facts.facts, facts.unknown],
    [{ title: '一 弦', trial: true, duration: 7 }, ['mood']],
  );
  assert.deepEqual(splitFrontMatter('没有\n---\n').body, '没有\n---');
  for (const wrong of [
    'trial: maybe',
    'title: [',
    '- a',
    'a: &x 1\nb: *x',
    'duration: -1',
    'title: a\ntitle: b',
    '!!js/function x',
  ]) {
    assert.equal(splitFrontMatter(`---\n${wrong}\n---\n`).facts.ok, false, wrong);
  }
});

test('YAML that would unfold to a giant is refused', () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${['b', 'c', 'd', 'e', 'f', 'g'].map((key, i) => `${key}: &${key} [${Array(9).fill(`*${'abcdef'[i]}`).join(',')}]`).join('\n')}`;
  assert.equal(readCourseFacts(bomb).ok, false);
});

test('no key of YAML reaches an object’s prototype', () => {
  const read = readCourseFacts('__proto__:\n  admin: true\nconstructor: x\ntitle: 课');
  assert.ok(read.ok);
  assert.equal((read.facts as Record<string, unknown>)['admin'], undefined);
  assert.equal(({} as Record<string, unknown>)['admin'], undefined);
});

test('a price is decimal text in yuan', () => {
  const read = readCourseFacts('price: "99.00"');
  assert.ok(read.ok);
  assert.equal(read.facts.price, 9900);
  for (const wrong of ['price: "-1"', 'price: "1e9"', 'price: "99.999"', 'price: 免费'])
    assert.equal(readCourseFacts(wrong).ok, false, wrong);
});

test('pictures are named from the course’s root, and nothing else of a text changes', () => {
  const body =
    '前 ![弦 [a]](images/a%20b.png "一根弦") 后 `![x](y.png)`\n\n![b][ref] ![网](https://x.example/a.png)\n\n[ref]: ./c(1).png\n';
  const rooted = rootPictures(body, placesOfPictures(body), (name) => `01-章/${name}`);
  assert.equal(
    rooted.body,
    '前 ![弦 [a]](<01-章/images/a b.png> "一根弦") 后 `![x](y.png)`\n\n![b][ref] ![网](https://x.example/a.png)\n\n[ref]: <01-章/./c(1).png>\n',
  );
  assert.deepEqual(rooted.pictures, ['01-章/images/a b.png', '01-章/./c(1).png']);
});
