import { ref, watch } from 'vue';

export type Theme = 'light' | 'dark';

const KEY = 'tongban.theme';
const system = matchMedia('(prefers-color-scheme: dark)');
const stored = localStorage.getItem(KEY);

export const theme = ref<Theme>(
  stored === 'light' || stored === 'dark' ? stored : system.matches ? 'dark' : 'light',
);

/** Follow the system until the user has chosen. */
system.addEventListener('change', (event) => {
  if (!localStorage.getItem(KEY)) theme.value = event.matches ? 'dark' : 'light';
});

function apply(value: Theme) {
  document.documentElement.dataset.theme = value;
  document.documentElement.classList.toggle('dark', value === 'dark');
}
watch(theme, apply, { immediate: true });

/** Paper is white. Charts listen to the same events later than this and repaint. */
addEventListener('beforeprint', () => apply('light'));
addEventListener('afterprint', () => apply(theme.value));

export function toggleTheme() {
  theme.value = theme.value === 'dark' ? 'light' : 'dark';
  localStorage.setItem(KEY, theme.value);
}
