import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, URL } from 'node:url';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import vue from '@vitejs/plugin-vue';

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** /12345/sw.js, from where its scope is the citizen's pages: citizen/worker.js with the files of this
 * build, which the page names, and what these import at once. */
function citizenWorker(): Plugin {
  return {
    name: 'citizen-worker',
    apply: 'build',
    writeBundle(_, bundle) {
      const page = readFileSync(folder('../build/site/citizen/index.html'), 'utf8');
      const files = new Set<string>();
      const add = (name: string) => {
        const made = bundle[name];
        if (!made || files.has(`/${name}`)) return;
        files.add(`/${name}`);
        if (made.type === 'chunk') made.imports.forEach(add);
      };
      for (const [, name] of page.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)) add(name!);
      const list = JSON.stringify(['/12345/', ...[...files].sort()]);
      const worker = readFileSync(folder('citizen/worker.js'), 'utf8');
      const version = createHash('sha256').update(page).update(list).update(worker).digest('hex').slice(0, 16);
      mkdirSync(folder('../build/site/12345'), { recursive: true });
      writeFileSync(
        folder('../build/site/12345/sw.js'),
        `const VERSION = '${version}';\nconst FILES = ${list};\n${worker}`,
      );
    },
  };
}

// Three pages: `/` (where to go), `/admin/` (the staff console) and `/12345/` (the citizen's pages,
// from citizen/): none downloads what it does not show. A wall screen becomes one more. tools/web.sh
// runs this and puts the .gz files beside the output.
export default defineConfig({
  root: folder('.'),
  appType: 'spa',
  plugins: [vue(), citizenWorker()],
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
    outDir: folder('../build/site'),
    emptyOutDir: true,
    target: 'es2022',
    cssTarget: 'chrome107',
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000,
    modulePreload: { polyfill: false },
    // Inlined files would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {
        index: folder('./index.html'),
        admin: folder('./admin/index.html'),
        citizen: folder('./citizen/index.html'),
      },
      output: {
        entryFileNames: 'assets/[name]-[hash].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
  test: {
    dir: folder('..'),
    include: ['web/test/*.test.ts', 'src/domain/*/web/*.test.ts'],
  },
});
