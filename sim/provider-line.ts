import type { Random } from '#kernel/random.ts';
import type { Gateway, Transport } from '#platform/gateway/gateway.ts';
import { openWechatGateway } from '#platform/gateway/wechat.ts';
import { makeKeys, type Keys } from '#simulator/keys.ts';
import { openSimulator, type Simulator } from '#simulator/simulator.ts';
import type { CrashRoom } from './crash.ts';
import type { Watch } from './watch.ts';

/** A notice as it went over the line. */
export interface Post {
  readonly path: string;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly at: Date;
}

interface Outside {
  /** The right time. */
  readonly now: () => Date;
  /** The time that our machine believes it is. */
  readonly machineNow: () => Date;
  readonly chance: Random;
  readonly room: CrashRoom;
  readonly watch: Watch;
  /** The folder of a book that exists already. */
  readonly book: string | undefined;
}

const remembered = 20;
let keys: Promise<Keys> | undefined;

/** The provider with its book, our client to it, and the line between them, on which our process can die. */
export async function openProviderLine(
  { now, machineNow, chance, room, watch, book }: Outside,
  deliver: (path: string, init: RequestInit) => Response | Promise<Response>,
): Promise<{ simulator: Simulator; gateway: Gateway; posts: Post[] }> {
  const posts: Post[] = [];
  const simulator = await openSimulator({
    now,
    random: chance,
    // Keys take longer to make than a short programme to run, and nothing depends on them.
    ...(book === undefined ? { keys: await (keys ??= makeKeys()) } : { folder: book }),
    baseUrl: 'http://127.0.0.1:3000/sandbox',
    deliver: async (url, init) => {
      const body = new Uint8Array(await new Response(init.body ?? null).arrayBuffer());
      const path = new URL(url).pathname;
      posts.push({ path, headers: new Headers(init.headers), body, at: now() });
      posts.splice(0, posts.length - remembered);
      return deliver(path, { method: 'POST', headers: new Headers(init.headers), body });
    },
  });
  const transport: Transport = async (url, init) => {
    room.probe(`gateway before ${url}`);
    const response = await simulator.transport(url, init);
    room.probe(`gateway after ${url}`);
    await watch.hear(url, response);
    return response;
  };
  const nonce = () =>
    Array.from({ length: 20 }, () => Math.floor(chance() * 36).toString(36)).join('');
  return {
    simulator,
    posts,
    gateway: openWechatGateway(simulator.clientConfig, { transport, now: machineNow, nonce }),
  };
}
