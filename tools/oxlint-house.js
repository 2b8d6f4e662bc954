// The house rules that a machine can hold: who may import whom, what files may be called, where time comes from.
import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileOf, isForBrowsers, resolveFrom, wayToServer } from './browser-imports.js';

const root = join(import.meta.dirname, '..');
const modules = JSON.parse(readFileSync(join(root, 'tools/modules.json'), 'utf8'));
assertAcyclic();

const domains = Object.keys(modules);

// What a floor may import besides itself; `domains` stands for any domain's public files.
const below = {
  kernel: [],
  platform: ['kernel'],
  ui: ['kernel'],
  simulator: ['kernel', 'platform'],
  domain: ['kernel', 'platform', 'ui'],
  flows: ['kernel', 'platform', 'ui', 'domains'],
  studio: ['kernel', 'domains'],
  app: ['kernel', 'platform', 'ui', 'simulator', 'flows', 'studio', 'domains'],
};

const publicFiles = ['service', 'schema', 'types', 'events', 'tables', 'policy', 'words'];
const wiringFiles = [
  ...publicFiles,
  'api',
  'reactions',
  'jobs',
  'pages',
  'studio',
  'rules',
  'refusals',
];

// What a file of a domain may import of its own domain.
const within = {
  types: ['types'],
  words: ['types', 'words'],
  refusals: [],
  rules: ['types', 'rules', 'schema'],
  schema: ['types', 'rules', 'schema', 'refusals'],
  policy: ['types'],
  tables: [],
  events: ['types'],
  store: ['types', 'tables', 'rules', 'store', 'schema'],
  api: ['types', 'schema', 'service', 'policy', 'words', 'refusals', 'rules'],
};

const vocabulary = new Set([
  'tables.ts',
  'types.ts',
  'rules.ts',
  'refusals.ts',
  'schema.ts',
  'policy.ts',
  'store.ts',
  'service.ts',
  'events.ts',
  'reactions.ts',
  'jobs.ts',
  'api.ts',
  'words.ts',
]);
const folders = new Set([
  'pages',
  'studio',
  'store',
  'service',
  'api',
  'rules',
  'fixtures',
  'schema',
  'reactions',
  'words',
]);

const pureBans = new Set(['kysely', 'hono', 'pg', 'pg-boss', 'react']);

/** Where a file stands: its room, and the part of the room. */
function placeOf(path) {
  const parts = relative(join(root, 'src'), path).split(sep);
  if (parts[0] === '..' || parts.length < 2) return undefined;
  const [room, second] = parts;
  const part = parts.length > 2 ? second : second.replace(/\.(test\.)?tsx?$/, '');
  return {
    room,
    part,
    parts,
    isTest: /\.(test|contract)\.tsx?$|[/\\]fixtures[/\\]/.test(path),
    isDomain: domains.includes(room),
  };
}

function targetOf(specifier, from) {
  const file = fileOf(root, from, specifier);
  return file && placeOf(file);
}

const imports = {
  create(context) {
    const from = placeOf(context.filename);
    if (!from) return {};
    const check = (node) => {
      const message = node.source && faultOf(from, String(node.source.value), context.filename);
      if (message) context.report({ node, message });
    };
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check };
  },
};

function faultOf(from, specifier, filename) {
  const to = targetOf(specifier, filename);
  if (!to) return pureFault(from, specifier);
  if (from.isTest || (from.room === 'platform' && from.part === 'testing')) return undefined;
  if (to.room === from.room) return insideFault(from, to);
  return acrossFault(from, to);
}

function pureFault(from, specifier) {
  if (!from.isDomain || from.part !== 'rules' || from.isTest) return undefined;
  const banned =
    pureBans.has(specifier) ||
    (specifier.startsWith('node:') && specifier !== 'node:assert/strict');
  return banned ? `Rules are pure: they may not import ${specifier}.` : undefined;
}

function insideFault(from, to) {
  if (!from.isDomain || from.part === to.part) return undefined;
  const allowed = within[from.part];
  if (allowed && !allowed.includes(to.part)) return `${from.part} may not import ${to.part}.`;
  if (from.part === 'pages' && to.part === 'store')
    return 'Pages may not import store: ask the service.';
  if (
    from.part === 'studio' &&
    !['studio', 'schema', 'words', 'types', 'rules'].includes(to.part)
  ) {
    return `Studio screens talk to the API only: they may not import ${to.part}.`;
  }
  return undefined;
}

function acrossFault(from, to) {
  const floor = from.isDomain ? 'domain' : from.room;
  const allowed = below[floor];
  if (!allowed) return undefined;
  return to.isDomain ? domainFault(from, to, floor) : floorFault(from, to, allowed);
}

function floorFault(from, to, allowed) {
  // A domain's screens are made of the studio's parts.
  const isScreen = from.part === 'studio' && to.room === 'studio';
  if (isScreen || allowed.includes(to.room)) return undefined;
  return `${from.room} may not import ${to.room}: the floors go kernel, platform, ui and domains, flows, app.`;
}

function domainFault(from, to, floor) {
  if (floor === 'domain' && !modules[from.room].includes(to.room)) {
    return `Module ${from.room} may not import module ${to.room}: see tools/modules.json.`;
  }
  if (floor !== 'domain' && !below[floor].includes('domains')) {
    return `${from.room} knows no domain: it may not import ${to.room}.`;
  }
  const isWiring = floor === 'app' || floor === 'studio';
  // Screens are made of screens' parts.
  const screens = from.part === 'studio' ? ['studio'] : [];
  const open = isWiring ? wiringFiles : [...publicFiles, ...screens];
  if (open.includes(to.part)) return undefined;
  return `${to.part} is private to module ${to.room}: import its service, schema, events or types.`;
}

const names = {
  create(context) {
    const place = placeOf(context.filename);
    if (!place?.isDomain) return {};
    const [, second, ...rest] = place.parts;
    const isKnown =
      rest.length > 0
        ? folders.has(second)
        : vocabulary.has(second.replace('.test.ts', '.ts')) ||
          /\.(test|contract)\.tsx?$/.test(second);
    if (isKnown) return {};
    return {
      Program(node) {
        context.report({
          node,
          message: `${second} is not a name of a domain's closed vocabulary: see STYLE.md.`,
        });
      },
    };
  },
};

const clock = {
  create(context) {
    const place = placeOf(context.filename);
    if (
      !place ||
      place.isTest ||
      !(place.isDomain || place.room === 'flows') ||
      place.part === 'studio' ||
      context.filename.includes('.island.')
    )
      return {};
    const message = 'Time comes from ctx.now, so that a test and the simulation can set it.';
    return {
      CallExpression(node) {
        const { callee } = node;
        if (
          callee.type === 'MemberExpression' &&
          callee.object.name === 'Date' &&
          callee.property.name === 'now'
        )
          context.report({ node, message });
      },
      NewExpression(node) {
        if (node.callee.name === 'Date' && node.arguments.length === 0)
          context.report({ node, message });
      },
    };
  },
};

const environment = {
  create(context) {
    const place = placeOf(context.filename);
    if (
      !place ||
      place.isTest ||
      place.room === 'app' ||
      context.filename.includes(`testing${sep}`)
    )
      return {};
    return {
      MemberExpression(node) {
        if (node.object.name === 'process' && node.property.name === 'env') {
          context.report({
            node,
            message: 'Settings come from platform/config.ts: nobody else reads process.env.',
          });
        }
      },
    };
  },
};

function assertAcyclic() {
  const done = new Set();
  const visit = (name, path) => {
    if (path.includes(name))
      throw new Error(`tools/modules.json has a cycle: ${[...path, name].join(' → ')}`);
    if (done.has(name)) return;
    for (const next of modules[name] ?? []) visit(next, [...path, name]);
    done.add(name);
  };
  for (const name of Object.keys(modules)) visit(name, []);
}

const browser = {
  create(context) {
    const path = relative(root, context.filename).split(sep).join('/');
    if (!isForBrowsers(path)) return {};
    const check = (node) => {
      if (!node.source || node.importKind === 'type' || node.exportKind === 'type') return;
      const target = resolveFrom(root, context.filename, String(node.source.value));
      const way = target && wayToServer(root, target);
      if (way)
        context.report({
          node,
          message: `Browsers load this: it leads to the server by ${way.join(' → ')}.`,
        });
    };
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check };
  },
};

export default {
  meta: { name: 'house' },
  rules: { imports, names, clock, environment, browser },
};
