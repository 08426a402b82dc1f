/** The filters of a list, all of them in the address: a copied link shows the same list. */
import { computed, type ComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';

type Texts = Record<string, string>;

/** A change of any filter but the page leads back to the first page. What is empty is left out. */
export function turned(query: Texts, patch: Texts): Texts {
  const after: Texts = { ...query, page: '', ...patch };
  return Object.fromEntries(Object.entries(after).filter(([, value]) => value !== ''));
}

export function useFilters<Name extends string>(names: readonly Name[]) {
  const route = useRoute();
  const router = useRouter();
  const filters: ComputedRef<Record<Name, string>> = computed(() => {
    const found = {} as Record<Name, string>;
    for (const name of names) {
      const value = route.query[name];
      found[name] = typeof value === 'string' ? value : '';
    }
    return found;
  });
  function set(patch: Partial<Record<Name | 'page', string>>) {
    const now: Texts = {};
    for (const [name, value] of Object.entries(route.query)) if (typeof value === 'string') now[name] = value;
    void router.push({ path: route.path, query: turned(now, patch as Texts) });
  }
  return { filters, set };
}
