import { fileURLToPath, URL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import vue from '@vitejs/plugin-vue';

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const site = folder('../build/site');

/** Files smaller than this travel in one packet anyway. */
const GZIP_MIN_BYTES = 1024;

/** Puts NAME.gz beside every text file, so that the server never compresses while serving. */
function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    closeBundle() {
      for (const name of readdirSync(site, { recursive: true, encoding: 'utf8' })) {
        const path = join(site, name);
        if (!/\.(js|css|html|svg|json|txt)$/.test(name) || statSync(path).isDirectory()) continue;
        const plain = readFileSync(path);
        const packed = gzipSync(plain, { level: 9 });
        if (plain.length >= GZIP_MIN_BYTES && packed.length < plain.length) {
          writeFileSync(`${path}.gz`, packed);
        }
      }
    },
  };
}

// Two pages now: `/` (a redirect) and `/admin/` (the staff console). A citizen's page and a wall
// screen become further entries, so that neither downloads what it does not show.
export default defineConfig({
  root: folder('.'),
  appType: 'spa',
  plugins: [vue(), precompress()],
  resolve: {
    alias: { '@': folder('./src') },
    // The pages of a module lie in ../src/domain/*/web; their packages are this folder's.
    dedupe: ['vue', 'vue-router', 'element-plus', 'echarts', '@element-plus/icons-vue'],
  },
  server: {
    host: '127.0.0.1',
    fs: { allow: [folder('..')] },
    proxy: { '/api': process.env.TONGBAN_API ?? 'http://127.0.0.1:8080' },
  },
  build: {
    outDir: site,
    emptyOutDir: true,
    target: 'es2022',
    cssTarget: 'chrome107',
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000,
    modulePreload: { polyfill: false },
    // Inlined files would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { index: folder('./index.html'), admin: folder('./admin/index.html') },
      output: {
        entryFileNames: 'assets/[name]-[hash].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
});
