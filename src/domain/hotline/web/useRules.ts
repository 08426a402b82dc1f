/** What all pages of the hotline need to know of the rules, asked for once in a window. */
import { computed, shallowRef } from 'vue';
import type { Choice } from '@/components/choices';
import { session } from '@/use/session';
import { hotline } from './api';
import type { Category, LifecycleView, RulesView, UnitName } from './types';

const lifecycle = shallowRef<LifecycleView | null>(null);
const rules = shallowRef<RulesView | null>(null);
const units = shallowRef<UnitName[]>([]);
const asked = new Set<string>();

/** Once; what could not be read is asked for again by the next page. */
function once(what: string, load: () => Promise<void>) {
  if (asked.has(what)) return;
  asked.add(what);
  load().catch(() => asked.delete(what));
}

/** The group under each category, so that typing it finds all that belong to it. */
export const categoryChoices = (all: Category[]): Choice[] =>
  all.filter((one) => !one.is_group).map((one) => ({ value: one.code, title: one.name, about: one.parent_name || undefined }));

const readLifecycle = () => once('lifecycle', async () => void (lifecycle.value = await hotline.lifecycle()));
const readRules = () => once('rules', async () => void (rules.value = await hotline.rules()));

export function useLifecycle() {
  readLifecycle();
  const states = computed(() => (lifecycle.value?.states ?? []).map(({ code, name }) => ({ value: code, title: name })));
  const moves = computed(() => lifecycle.value?.moves ?? []);
  const stateName = (code: string) => lifecycle.value?.states.find((state) => state.code === code)?.name ?? code;
  return { states, moves, stateName };
}

export function useCategories() {
  readRules();
  const categories = computed(() => rules.value?.categories ?? []);
  const categoryName = (code: string) => categories.value.find((one) => one.code === code)?.name ?? code;
  return { choices: computed(() => categoryChoices(categories.value)), categoryName };
}

/** What the forms of the moves offer to choose from. */
export function useOffers() {
  readRules();
  const named = (all: { code: string; name: string }[] | undefined) => (all ?? []).map(({ code, name }) => ({ value: code, title: name }));
  return {
    /** The most that an attachment may have; 0 until it is known. */
    fileMib: computed(() => rules.value?.file_mib ?? 0),
    difficulties: computed(() => named(rules.value?.difficulties)),
    campaigns: computed(() => rules.value?.campaigns ?? []),
    grades: computed(() => (rules.value?.notices ?? []).map(({ grade, name, days }) => ({ value: String(grade), title: `${grade} 级：${name}（${days} 个工作日）` }))),
  };
}

export function useUnitNames() {
  // Another post sees other units.
  once(`units ${session.value?.post_id}`, async () => void (units.value = await hotline.units()));
  /** Links of the statistics name a unit by its number: "#7". */
  const unitName = (text: string) => (text.startsWith('#') ? units.value.find((unit) => `#${unit.id}` === text)?.name : undefined) ?? text;
  return { choices: computed(() => units.value.map(({ name }) => ({ value: name, title: name }))), unitName };
}
