/** The organisation, asked for once by a page and what stands on it. */
import { computed } from 'vue';
import { useLoad } from '@/use/load';
import { may } from '@/use/session';
import { access } from './api';
import { NEED } from './rights';
import { inSight, treeOf, type Branch } from './tree';

/** Blanks that no browser folds: the only way to show depth in a list of options. */
const INDENT = '\u3000';

export function useUnits() {
  const { data, failure, reload } = useLoad(() => (may(NEED.units) ? 'units' : null), access.organisation);
  const units = computed(() => data.value?.units ?? null);
  const rows = computed<Branch[]>(() => inSight(treeOf((units.value ?? []).filter((unit) => !unit.ended)), () => true));
  /** In the order of the tree, indented. */
  const options = computed(() =>
    rows.value.map(({ unit, depth }) => ({ value: String(unit.id), title: INDENT.repeat(depth) + unit.name })),
  );
  const nameOf = (id: number) => units.value?.find((unit) => unit.id === id)?.name ?? '';
  return { units, options, nameOf, failure, reload };
}
