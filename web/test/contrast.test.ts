// Axe cannot see into a canvas or judge a translucent shade, so the pairs of colours are checked
// here: text at least 4.5:1 on every ground it stands on (WCAG 2.1, 1.4.3), lines of charts 3:1.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('../src/style/tokens.css', import.meta.url), 'utf8');

function tokens(selector: string): Record<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? '';
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name!, value!.trim()]));
}
const light = tokens(':root');
const themes = { light, dark: { ...light, ...tokens(":root[data-theme='dark']") } };

type Rgb = [number, number, number];
const parse = (hex: string): Rgb => {
  const full = hex.length === 4 ? hex.replace(/[0-9a-f]/gi, '$&$&') : hex;
  return [1, 3, 5].map((at) => parseInt(full.slice(at, at + 2), 16)) as Rgb;
};
const over = (shade: Rgb, alpha: number, ground: Rgb) => ground.map((part, i) => part + (shade[i]! - part) * alpha) as Rgb;
const light01 = (colour: Rgb) => {
  const [r, g, b] = colour.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
};
const contrast = (a: Rgb, b: Rgb) => {
  const [high, low] = [light01(a), light01(b)].sort((x, y) => y - x);
  return (high! + 0.05) / (low! + 0.05);
};

const PAIRS = [
  ['ink', ['paper', 'surface', 'sunken', 'hover', 'brand-soft']],
  ['ink-2', ['paper', 'surface', 'sunken', 'hover', 'track']],
  ['ink-3', ['paper', 'surface', 'sunken', 'hover', 'brand-soft']],
  ['brand', ['paper', 'surface', 'sunken', 'hover', 'brand-soft']],
  ['on-brand', ['brand', 'brand-strong', 'seal']],
  ['seal', ['surface', 'seal-soft']],
  ['good', ['surface', 'good-soft', 'hover', 'brand-soft']],
  ['bad', ['surface', 'bad-soft', 'hover', 'brand-soft']],
  ['warn', ['surface', 'warn-soft', 'sunken']],
] as const;

for (const [name, theme] of Object.entries(themes)) {
  for (const [text, grounds] of PAIRS) {
    for (const ground of grounds) {
      test(`${name}: ${text} on ${ground}`, () => {
        expect(contrast(parse(theme[text]!), parse(theme[ground]!))).toBeGreaterThanOrEqual(4.5);
      });
    }
  }

  for (const kind of ['loss', 'gain']) {
    test(`${name}: figures on the darkest shade of ${kind}`, () => {
      const shade = theme[`${kind}-rgb`]!.split(' ').map(Number) as Rgb;
      const ground = over(shade, 0.52, parse(theme.surface!));
      expect(contrast(parse(theme.ink!), ground)).toBeGreaterThanOrEqual(4.5);
    });
  }
}
