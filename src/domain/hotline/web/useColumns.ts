/** The columns of this account, read from the server and kept there. */
import { onScopeDispose, ref, watch } from 'vue';
import { hotline } from './api';
import { arranged, DEFAULT_COLUMNS, toSave, type OrderColumn } from './columns';

const PAUSE_MS = 400;

export function useColumns() {
  const columns = ref<OrderColumn[]>(DEFAULT_COLUMNS);
  const textOf = () => JSON.stringify(toSave(columns.value));
  let kept: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function save() {
    timer = undefined;
    kept = textOf();
    // What could not be kept is no reason to disturb: the list has it as arranged.
    hotline.saveColumns(toSave(columns.value)).catch(() => undefined);
  }
  hotline.columns().then(
    (saved) => {
      columns.value = arranged(saved);
      kept = textOf();
    },
    () => (kept = textOf()),
  );
  watch(columns, () => {
    if (kept === null || textOf() === kept) return;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE_MS);
  });
  onScopeDispose(() => {
    if (timer === undefined) return;
    clearTimeout(timer);
    save();
  });
  return { columns };
}
