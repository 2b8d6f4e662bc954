import { isDeepStrictEqual } from 'node:util';
import { recordAudit } from '#audit/service.ts';
import { second } from '#kernel/time.ts';
import type { Ctx, Ports } from '#platform/ctx.ts';
import { inTransaction, touchPage, type Db } from '#platform/db.ts';
import { assertReach } from '#platform/policy.ts';
import { mayChangeSettings } from './policy.ts';
import { refuse } from './refusals.ts';
import { defaultSettings, SiteSettings, type SettingsPatch } from './schema.ts';
import { listGatewayNames } from './service/accounts.ts';
import { lockSettings, selectSettings, upsertSettings } from './store.ts';

/** The tag of pages that show a setting. */
export const settingsTag = 'settings';

interface Memory {
  known:
    | { readonly settings: SiteSettings; readonly readAt: number; readonly version: number }
    | undefined;
  /** Grows when a change begins and when it ends: what was read before is not remembered after. */
  epoch: number;
  changing: number;
}

const freshMs = 3 * second;
const memories = new WeakMap<Ports['pages'], Memory>();

function memoryOf({ pages }: Ports): Memory {
  const memory = memories.get(pages) ?? { known: undefined, epoch: 0, changing: 0 };
  memories.set(pages, memory);
  return memory;
}

/**
 * What the operator decided, defaults for the rest. Another process's change is seen when its purge of the pages comes
 * (else a page made anew would keep what was), or within three seconds.
 */
export async function getSiteSettings(ctx: Ctx): Promise<SiteSettings> {
  const memory = memoryOf(ctx.ports);
  const now = ctx.now.getTime();
  const version = ctx.ports.pages.version(settingsTag);
  const isFresh =
    memory.known &&
    memory.known.version === version &&
    Math.abs(now - memory.known.readAt) < freshMs;
  if (memory.known && isFresh) return memory.known.settings;

  const { epoch } = memory;
  const settings = await readSettings(ctx.db);
  // A transaction may see its own change, which others must not yet.
  if (epoch === memory.epoch && memory.changing === 0 && !ctx.db.isTransaction) {
    memory.known = { settings, readAt: now, version };
  }
  return settings;
}

/**
 * Changes what `patch` names, and purges the pages that show it. A value that is already so writes nothing.
 *
 * @throws Refusal policy.forbidden, settings.unknown_gateway
 */
export async function changeSettings(ctx: Ctx, patch: SettingsPatch): Promise<SiteSettings> {
  assertReach(ctx, mayChangeSettings, null);
  await assertConnected(ctx, patch.defaultGateway);
  return forgetting(memoryOf(ctx.ports), () =>
    inTransaction(ctx, async (tx) => {
      await lockSettings(tx);
      const before = await readSettings(tx);
      const changed = differing(before, patch);
      const names = Object.keys(changed) as (keyof SiteSettings)[];
      if (names.length === 0) return before;

      await upsertSettings(tx, changed, ctx.now);
      const from = Object.fromEntries(names.map((name) => [name, before[name]]));
      await recordAudit(tx, ctx, 'settings.change', 'settings', { from, to: changed });
      touchPage(tx, settingsTag);
      return { ...before, ...changed };
    }),
  );
}

/** With a gateway that is not there nobody could pay any more. */
async function assertConnected(ctx: Ctx, name: string | undefined): Promise<void> {
  if (name === undefined) return;
  const known = await listGatewayNames(ctx);
  if (!known.includes(name))
    throw refuse('settings.unknown_gateway', { name, known: known.join(', ') });
}

function differing(before: SiteSettings, patch: SettingsPatch): Partial<SiteSettings> {
  return Object.fromEntries(
    Object.entries(patch).filter(
      ([name, value]) =>
        value !== undefined && !isDeepStrictEqual(before[name as keyof SiteSettings], value),
    ),
  );
}

async function forgetting<T>(memory: Memory, change: () => Promise<T>): Promise<T> {
  memory.known = undefined;
  memory.changing += 1;
  memory.epoch += 1;
  try {
    return await change();
  } finally {
    memory.changing -= 1;
    memory.epoch += 1;
  }
}

async function readSettings(db: Db): Promise<SiteSettings> {
  return SiteSettings.parse({ ...defaultSettings, ...(await selectSettings(db)) });
}
