// The door of this room: what other rooms may ask of it. Each verb lives in service/.
export { endFeed, getOwnFeed, makeFeed } from './service/own-feed.ts';
export { sendEpisode, writePrivateFeed } from './service/private-feed.ts';
export { sendFreeSound, writePublicFeed } from './service/public-feed.ts';
