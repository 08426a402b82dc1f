/** The tones that a dictionary gives its values, and how a tag shows them. */
export const TONES = [
  { value: 'gray', title: '灰', look: '' },
  { value: 'blue', title: '蓝', look: 'brand' },
  { value: 'green', title: '绿', look: 'good' },
  { value: 'orange', title: '橙', look: 'warn' },
  { value: 'red', title: '红', look: 'bad' },
  { value: 'purple', title: '紫', look: 'purple' },
];
const looks = new Map(TONES.map((tone) => [tone.value, tone.look]));

/** One that this version does not know is shown plain. */
export const toneClass = (tone: string): string => looks.get(tone) ?? '';
