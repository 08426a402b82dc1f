/**
 * What has been filled in and is not saved yet. A form says with `useDraft` whether it holds such
 * work; whatever would lose it - another page, Back, closing the form, signing out, closing the
 * window - asks first (shell/DraftDialog.vue).
 */
import { onScopeDispose, ref } from 'vue';

type HasDraft = () => boolean;

const drafts = new Set<HasDraft>();
const anyDraft = () => [...drafts].some((hasDraft) => hasDraft());

/** Whether the question stands on the screen. */
export const asksAboutDraft = ref(false);
let answered: ((isGivenUp: boolean) => void) | null = null;

/** For as long as the form is there. */
export function useDraft(hasDraft: HasDraft) {
  drafts.add(hasDraft);
  onScopeDispose(() => drafts.delete(hasDraft));
}

/** True when there is nothing to lose, or it may be lost. */
export function mayLose(hasDraft: HasDraft = anyDraft): Promise<boolean> {
  if (!hasDraft()) return Promise.resolve(true);
  answerDraft(false);
  asksAboutDraft.value = true;
  return new Promise((resolve) => (answered = resolve));
}

export function answerDraft(isGivenUp: boolean) {
  asksAboutDraft.value = false;
  answered?.(isGivenUp);
  answered = null;
}

/** The page is about to be left for good, and that has been agreed to. */
export const forgetDrafts = () => drafts.clear();

// There is none where the unit tests run.
globalThis.addEventListener?.('beforeunload', (event) => {
  if (anyDraft()) event.preventDefault();
});
