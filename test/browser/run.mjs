// Runs the browser tests one file after another; the last line is "N passed, N failed".
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { root } from './kit.mjs';

/** Of a whole file. */
const TEST_MS_MAX = 600_000;

const folder = join(root, 'test/browser');
const wanted = process.argv.slice(2);
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.test.mjs') && (!wanted.length || wanted.some((word) => name.includes(word))))
  .map((name) => join(folder, name));

// Counted one by one: test:summary is not there before Node 22.
const counts = { passed: 0, failed: 0, skipped: 0 };
const events = run({ files, concurrency: 1, timeout: TEST_MS_MAX });
events.on('test:pass', (test) => {
  if (test.details.type !== 'suite') counts[test.skip === undefined ? 'passed' : 'skipped'] += 1;
});
events.on('test:fail', () => (counts.failed += 1));
events.compose(spec).pipe(process.stdout);
events.once('end', () => {
  process.exitCode = counts.failed || !counts.passed ? 1 : 0;
  process.on('exit', () => console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`));
});
