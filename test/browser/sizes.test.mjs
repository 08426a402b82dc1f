// What a browser has to fetch, compressed: first load of the console, and the charts.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { root } from './kit.mjs';

const FIRST_LOAD_KIB_MAX = 350;
const CHARTS_KIB_MAX = 270;
const CITIZEN_KIB_MAX = 60;

const site = join(root, 'build/site');
const assets = join(site, 'assets');
const kib = (path) => gzipSync(readFileSync(path), { level: 9 }).length / 1024;

/** A script with everything that it imports at once (not what it fetches later). */
function withImports(name, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  const text = readFileSync(join(assets, name), 'utf8');
  for (const [, next] of text.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) withImports(next, found);
  return found;
}

test(`the console's first load is at most ${FIRST_LOAD_KIB_MAX} KiB of script`, (t) => {
  const page = readFileSync(join(site, 'admin/index.html'), 'utf8');
  const names = [...page.matchAll(/assets\/([\w.-]+\.js)/g)].map(([, name]) => name);
  const first = readdirSync(assets).filter((name) => /^(Desk|Overview)-.*\.js$/.test(name));
  assert.equal(first.length, 2);
  const all = new Set();
  for (const name of [...names, ...first]) withImports(name, all);
  assert.ok(![...all].some((name) => name.startsWith('charts-')), 'the charts are not part of the first load');
  const size = [...all].reduce((sum, name) => sum + kib(join(assets, name)), 0);
  t.diagnostic(`${size.toFixed(1)} KiB`);
  assert.ok(size <= FIRST_LOAD_KIB_MAX, `${size.toFixed(1)} KiB`);
});

test(`the citizen's first load is at most ${CITIZEN_KIB_MAX} KiB of script, and none of it the staff's`, (t) => {
  const page = readFileSync(join(site, 'citizen/index.html'), 'utf8');
  const names = [...page.matchAll(/assets\/([\w.-]+\.js)/g)].map(([, name]) => name);
  const all = new Set();
  for (const name of names) withImports(name, all);
  const size = [...all].reduce((sum, name) => sum + kib(join(assets, name)), 0);
  t.diagnostic(`${size.toFixed(1)} KiB: ${[...all].join(', ')}`);
  assert.ok(names.length > 0 && size <= CITIZEN_KIB_MAX, `${size.toFixed(1)} KiB`);
});

test(`the charts are at most ${CHARTS_KIB_MAX} KiB`, (t) => {
  const name = readdirSync(assets).find((one) => /^charts-.*\.js$/.test(one));
  const size = kib(join(assets, name));
  t.diagnostic(`${size.toFixed(1)} KiB`);
  assert.ok(size <= CHARTS_KIB_MAX, `${size.toFixed(1)} KiB`);
});

test('names of assets carry a hash, pages have no inline script or style', () => {
  for (const name of readdirSync(assets)) assert.match(name, /-[\w-]{8}\.\w+(\.gz)?$/);
  for (const page of ['index.html', 'admin/index.html', 'citizen/index.html']) {
    const text = readFileSync(join(site, page), 'utf8');
    assert.doesNotMatch(text, /<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/);
    assert.doesNotMatch(text, /https?:\/\//);
  }
});

test('text is also there compressed', () => {
  const scripts = readdirSync(assets).filter((name) => /\.(js|css)$/.test(name));
  const large = scripts.filter((name) => readFileSync(join(assets, name)).length > 1024);
  assert.ok(large.length > 0);
  for (const name of large) assert.ok(existsSync(join(assets, `${name}.gz`)), name);
});
