// A module's pages are one folder: adding it adds menu and pages, deleting it removes them, and
// nothing else is touched.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { root } from './kit.mjs';

const TITLE = '样例模块的页面';
let copy;

before(() => {
  copy = mkdtempSync(join(tmpdir(), 'tongban-pages-'));
  cpSync(join(root, 'web'), join(copy, 'web'), { recursive: true, filter: (path) => !path.includes('node_modules') });
  symlinkSync(join(root, 'web/node_modules'), join(copy, 'web/node_modules'));
});
after(() => rmSync(copy, { recursive: true, force: true }));

function buildHasPage() {
  const made = spawnSync(process.execPath, [join(root, 'web/node_modules/vite/bin/vite.js'), 'build'], {
    cwd: join(copy, 'web'),
    encoding: 'utf8',
  });
  assert.equal(made.status, 0, made.stderr);
  const assets = join(copy, 'build/site/assets');
  return readdirSync(assets).some((name) => readFileSync(join(assets, name), 'utf8').includes(TITLE));
}

test('a folder added brings its pages, deleted takes them away', () => {
  const folder = join(copy, 'src/domain/zz_sample/web');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'index.ts'),
    `import { Files } from '@element-plus/icons-vue';
     export default { title: '${TITLE}', order: 1, menu: [{ to: '/zz', title: 'zz', icon: Files, about: '' }],
       routes: [{ path: '/zz', component: () => import('./Page.vue') }] };`,
  );
  writeFileSync(join(folder, 'Page.vue'), '<template><h1>zz</h1></template>');
  assert.equal(buildHasPage(), true);
  rmSync(join(copy, 'src/domain/zz_sample'), { recursive: true });
  assert.equal(buildHasPage(), false);
});
