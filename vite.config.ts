import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

// Parts of hls.js that we do not use: subtitles are the browser's own, and there is neither DRM nor advertising.
const unusedParts = [
  'subtitleStreamController',
  'subtitleTrackController',
  'timelineController',
  'emeController',
  'cmcdController',
  'contentSteeringController',
  'interstitialsController',
  'iframeController',
];

/**
 * Leaves them out: the player's own light build goes further and knows no sound beside the pictures. A version that looks
 * otherwise inside stops the build.
 */
function trimHls(): Plugin {
  return {
    name: 'trim-hls',
    transform(code, id) {
      if (!id.replaceAll('\\', '/').includes('/hls.js/dist/hls.mjs')) return undefined;
      return unusedParts.reduce((text, part) => {
        const trimmed = text.replace(new RegExp(`(\\b${part}: )[A-Z]\\w+(?= )`), '$1undefined');
        if (trimmed === text)
          throw new Error(`hls.js has no ${part} any more: look at vite.config.ts`);
        return trimmed;
      }, code);
    },
  };
}

const pdfFolder = dirname(fileURLToPath(import.meta.resolve('pdfjs-dist/package.json')));
const pdfParts = {
  cmaps: /\.bcmap$/,
  standard_fonts: /\.(?:pfb|ttf)$/,
  wasm: /_nowasm_fallback\.js$/,
};

/**
 * Puts what pdf.js fetches by name, when a file needs it, below a folder that carries its version: tables of Chinese, Japanese
 * and Korean letters, the fourteen usual fonts, and decoders of pictures in plain script.
 */
function bringPdfParts(): Plugin {
  return {
    name: 'bring-pdf-parts',
    generateBundle() {
      const { version } = JSON.parse(readFileSync(join(pdfFolder, 'package.json'), 'utf8')) as {
        readonly version: string;
      };
      for (const [folder, wanted] of Object.entries(pdfParts))
        for (const name of readdirSync(join(pdfFolder, folder)).filter((one) => wanted.test(one)))
          this.emitFile({
            type: 'asset',
            fileName: `pdf-${version}/${folder}/${name}`,
            source: readFileSync(join(pdfFolder, folder, name)),
          });
    },
  };
}

/** The client build; `tools/build-client.ts` gives it the entries and the folder. */
export const clientConfig = defineConfig({
  base: '/assets/',
  publicDir: false,
  logLevel: 'warn',
  appType: 'custom',
  css: { transformer: 'lightningcss' },
  plugins: [trimHls(), bringPdfParts()],
  build: {
    assetsDir: '',
    manifest: 'manifest.json',
    modulePreload: { polyfill: false },
    // What WeChat's browser and phones of 2022 understand; nesting and light-dark() are compiled for them.
    target: ['chrome107', 'safari16', 'firefox121'],
    cssTarget: ['chrome107', 'safari16', 'firefox121'],
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
  },
});
