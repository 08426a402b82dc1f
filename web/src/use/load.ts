import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { Failure } from '@/api/client';

export interface Loaded<T> {
  data: ShallowRef<T | null>;
  failure: ShallowRef<Failure | null>;
  loading: Ref<boolean>;
  reload: () => Promise<void>;
}

/**
 * Loads what `key` names, again whenever it changes; a null key loads nothing. An answer that
 * arrives after a later question is dropped. Old data stays in sight while new data is on its way.
 */
export function useLoad<K, T>(key: () => K | null, load: (key: K) => Promise<T>): Loaded<T> {
  const data = shallowRef<T | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const loading = ref(false);
  let question = 0;

  async function reload() {
    const asked = key();
    const mine = ++question;
    if (asked === null) {
      data.value = null;
      loading.value = false;
      return;
    }
    loading.value = true;
    try {
      const answer = await load(asked);
      if (mine !== question) return;
      data.value = answer;
      failure.value = null;
    } catch (thrown) {
      if (mine !== question) return;
      data.value = null;
      failure.value = Failure.from(thrown);
    } finally {
      if (mine === question) loading.value = false;
    }
  }

  watch(() => JSON.stringify(key()), reload, { immediate: true });
  onScopeDispose(() => question++);
  return { data, failure, loading, reload };
}
