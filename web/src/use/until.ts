import { computed, onScopeDispose, ref } from 'vue';

/** A time that is told without its seconds must be late enough. */
const MINUTE_MS = 60_000;
const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', timeStyle: 'short' });

/** 270 → 「4 分 30 秒」 */
export function spanName(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return [minutes && `${minutes} 分`, seconds % 60 && `${seconds % 60} 秒`].filter(Boolean).join(' ') || '0 秒';
}

/** Until when something is closed, counted down: 「15:32 以后再试，还有 4 分 30 秒」. */
export function useUntil() {
  const at = ref(0);
  const now = ref(0);
  let timer: ReturnType<typeof setInterval> | undefined;

  function stop() {
    clearInterval(timer);
    at.value = 0;
  }

  function start(seconds: number) {
    stop();
    if (seconds <= 0) return;
    now.value = Date.now();
    at.value = now.value + seconds * 1000;
    timer = setInterval(() => {
      now.value = Date.now();
      if (now.value >= at.value) stop();
    }, 1000);
  }

  onScopeDispose(stop);
  const until = computed(() =>
    at.value ? `${clock.format(at.value + MINUTE_MS - 1)} 以后再试，还有 ${spanName(Math.ceil((at.value - now.value) / 1000))}` : '',
  );
  return { until, start };
}
