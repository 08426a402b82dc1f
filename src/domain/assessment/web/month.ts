/** What is looked at, kept in the address: the month (?month=2023-02, the newest with figures when
 * absent) and the scheme (?scheme=hotline). */
import { computed, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { api } from '@/api/client';
import { useLoad } from '@/use/load';
import { useQuery } from '@/use/query';

/** Opens the bulletin, so it opens the pages too. */
export const FIRST_SCHEME = 'hotline';

export function useMonth() {
  const route = useRoute();
  const router = useRouter();
  const inAddress = useQuery('month');
  const schemeInAddress = useQuery('scheme');
  const { data, failure, reload } = useLoad(() => 'months', api.months);

  const months = computed(() =>
    [...(data.value ?? [])].sort((a, b) => b.period.localeCompare(a.period)),
  );
  const newest = computed(() => months.value.find((month) => month.figures > 0) ?? months.value[0]);
  const period = computed({
    get: () => inAddress.value || newest.value?.period || '',
    set: (value: string) => (inAddress.value = value),
  });
  const entry = computed(() => months.value.find((month) => month.period === period.value));

  const schemes = computed(() => entry.value?.schemes ?? []);
  const scheme = computed({
    get() {
      const named = (code: string) => schemes.value.find((one) => one.code === code);
      return (named(schemeInAddress.value) ?? named(FIRST_SCHEME) ?? schemes.value[0])?.code ?? '';
    },
    set: (value: string) => (schemeInAddress.value = value),
  });

  // A copied link must not mean another month once a newer one has come in.
  watch(
    [newest, () => route.query.month],
    () => {
      if (route.query.month || !newest.value) return;
      void router.replace({ path: route.path, query: { ...route.query, month: newest.value.period } });
    },
    { immediate: true },
  );

  return { months, period, entry, schemes, scheme, loaded: computed(() => data.value !== null), failure, reload };
}
