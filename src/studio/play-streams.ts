import type Hls from 'hls.js';

const streamType = 'application/vnd.apple.mpegurl';

/** Lets videos in a rendered text play through MediaSource where there is one. Answers how to stop it. */
export function playStreams(root: HTMLElement): () => void {
  const players: Hls[] = [];
  let isOver = false;
  const play = async (video: HTMLVideoElement, source: HTMLSourceElement) => {
    const { default: HlsPlayer } = await import('hls.js');
    if (isOver || !HlsPlayer.isSupported()) return;
    const player = new HlsPlayer({ enableWorker: false });
    players.push(player);
    source.remove();
    player.loadSource(source.src);
    player.attachMedia(video);
  };
  for (const video of root.querySelectorAll('video')) {
    const source = video.querySelector<HTMLSourceElement>(`source[type="${streamType}"]`);
    if (source) void play(video, source);
  }
  return () => {
    isOver = true;
    for (const player of players) player.destroy();
  };
}
