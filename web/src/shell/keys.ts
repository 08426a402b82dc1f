/**
 * Single-key shortcuts. They never fire while one types or while a dialog is open, and can be
 * turned off (WCAG 2.1.4).
 */
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';

export interface Shortcut {
  /** "?" or a pair such as "g m". */
  keys: string;
  title: string;
  run: () => void;
}

const KEY = 'tongban.shortcuts';
const PAIR_PAUSE_MS = 1200;

export const shortcutsOn = ref(localStorage.getItem(KEY) !== 'off');
watch(shortcutsOn, (on) => localStorage.setItem(KEY, on ? 'on' : 'off'));

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

export function useShortcuts(shortcuts: () => Shortcut[], blocked: () => boolean) {
  let first = '';
  let firstAt = 0;

  function onKey(event: KeyboardEvent) {
    if (!shortcutsOn.value || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.isComposing || isTyping(event.target) || blocked()) return;
    const now = Date.now();
    const pair = now - firstAt < PAIR_PAUSE_MS ? `${first} ${event.key}` : '';
    const list = shortcuts();
    const hit = list.find((s) => s.keys === pair) ?? list.find((s) => s.keys === event.key);
    first = event.key;
    firstAt = now;
    if (!hit) return;
    event.preventDefault();
    firstAt = 0;
    hit.run();
  }

  document.addEventListener('keydown', onKey);
  onScopeDispose(() => document.removeEventListener('keydown', onKey));
}

const pageLists = shallowRef<(() => Shortcut[])[]>([]);
/** Those of the page in sight; they go before the frame's own of the same key. */
export const pageShortcuts = computed(() => pageLists.value.flatMap((list) => list()));

/** For as long as the page is there. */
export function usePageShortcuts(shortcuts: () => Shortcut[]) {
  pageLists.value = [...pageLists.value, shortcuts];
  onScopeDispose(() => (pageLists.value = pageLists.value.filter((list) => list !== shortcuts)));
}

/** Moves the focus to the next or previous row link on the page (links marked data-row). */
export function stepRow(by: 1 | -1) {
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-row]')];
  if (rows.length === 0) return;
  const at = rows.findIndex((row) => row === document.activeElement);
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1);
  rows[next]?.focus();
  rows[next]?.scrollIntoView({ block: 'nearest' });
}
