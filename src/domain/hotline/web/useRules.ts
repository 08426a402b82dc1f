/** What all pages of the hotline need to know of the rules, asked for once in a window. */
import { computed, shallowRef } from 'vue';
import type { Choice } from '@/components/choices';
import { session } from '@/use/session';
import { hotline } from './api';
import type { Category, LifecycleView } from './types';

const lifecycle = shallowRef<LifecycleView | null>(null);
const categories = shallowRef<Category[]>([]);
const units = shallowRef<string[]>([]);
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

export function useLifecycle() {
  once('lifecycle', async () => void (lifecycle.value = await hotline.lifecycle()));
  const states = computed(() => (lifecycle.value?.states ?? []).map(({ code, name }) => ({ value: code, title: name })));
  const stateName = (code: string) => lifecycle.value?.states.find((state) => state.code === code)?.name ?? code;
  const difficulties = computed(() => (lifecycle.value?.difficulties ?? []).map(({ code, name }) => ({ value: code, title: name })));
  return { lifecycle, states, stateName, difficulties };
}

export function useCategories() {
  once('categories', async () => void (categories.value = await hotline.categories()));
  return { categories, choices: computed(() => categoryChoices(categories.value)) };
}

export function useUnitNames() {
  // Another post sees other units.
  once(`units ${session.value?.post_id}`, async () => void (units.value = await hotline.units()));
  return { units, choices: computed(() => units.value.map((name) => ({ value: name, title: name }))) };
}
