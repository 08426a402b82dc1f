/** The columns of this account, read from the server and kept there. */
import { onScopeDispose, ref, watch } from 'vue';
import { may } from '@/use/session';
import { hotline } from './api';
import { arranged, DEFAULT_COLUMNS, toSave, type OrderColumn } from './columns';
import { NEED } from './rights';

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
    if (may(NEED.saveColumns)) hotline.saveColumns(toSave(columns.value)).catch(() => undefined);
  }
  if (!may(NEED.columns)) return { columns };
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
