/** Choices of a list that one types in. */
export interface Choice {
  value: string;
  title: string;
  /** A second line: where it belongs, or why it is offered. */
  about?: string;
}

const CHOICES_SHOWN_MAX = 60;

/** Those in which every word is found, the title's beginnings first. */
export function matching(choices: Choice[], typed: string): Choice[] {
  const words = typed.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return choices.slice(0, CHOICES_SHOWN_MAX);
  const text = (choice: Choice) => `${choice.title} ${choice.about ?? ''} ${choice.value}`.toLowerCase();
  const starts = (choice: Choice) => (choice.title.toLowerCase().startsWith(words[0] ?? '') ? 0 : 1);
  return choices
    .filter((choice) => words.every((word) => text(choice).includes(word)))
    .sort((a, b) => starts(a) - starts(b))
    .slice(0, CHOICES_SHOWN_MAX);
}
