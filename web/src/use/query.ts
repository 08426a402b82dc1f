import { computed, type WritableComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';

/**
 * A value that lives in the address (?name=…), so that a copied link shows the same page and Back
 * undoes the choice. The fallback is not written into the address.
 */
export function useQuery(name: string, fallback = ''): WritableComputedRef<string> {
  const route = useRoute();
  const router = useRouter();
  return computed({
    get() {
      const value = route.query[name];
      return typeof value === 'string' && value !== '' ? value : fallback;
    },
    set(value) {
      const query = { ...route.query };
      if (value === fallback || value === '') delete query[name];
      else query[name] = value;
      void router.push({ path: route.path, query, hash: route.hash });
    },
  });
}
