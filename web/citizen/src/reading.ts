// How the page is read: size of letters, contrast, the elder view, read aloud. Kept in the browser.
import { reactive, watch } from 'vue';

const KEY = 'tongban-12345-reading';
export const SIZES = [0, 1, 2, 3] as const;

export const reading = reactive({ size: 1, contrast: false, elder: false, aloud: false });

export function applyReading(): void {
  try {
    Object.assign(reading, JSON.parse(localStorage.getItem(KEY) ?? '{}'), { aloud: false });
  } catch {
    // What was kept is of another version, or nothing may be kept: the usual view.
  }
  watch(
    reading,
    () => {
      const { dataset } = document.documentElement;
      dataset.size = String(reading.size);
      dataset.contrast = String(reading.contrast);
      dataset.elder = String(reading.elder);
      try {
        localStorage.setItem(KEY, JSON.stringify({ ...reading, aloud: undefined }));
      } catch {
        // A private window keeps nothing.
      }
    },
    { immediate: true },
  );
}

export const canSpeak = 'speechSynthesis' in window;

export function speakPage(): void {
  speechSynthesis.cancel();
  if (reading.aloud) {
    reading.aloud = false;
    return;
  }
  const said = new SpeechSynthesisUtterance(document.querySelector('main')?.textContent ?? '');
  said.lang = 'zh-CN';
  said.onend = () => (reading.aloud = false);
  said.onerror = () => (reading.aloud = false);
  reading.aloud = true;
  speechSynthesis.speak(said);
}
