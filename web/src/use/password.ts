/** The rules of passwords, told before and checked while one types; the server decides (password_check). */
import type { PasswordRules } from '@/api/types';

const CLASSES = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u];

export interface RuleCheck {
  words: string;
  isMet: boolean;
}

/** `own` are the account's name and the person's, which may not be in it. */
export function passwordChecks(rules: PasswordRules, password: string, own: string[]): RuleCheck[] {
  const length = [...password].length;
  const classes = CLASSES.filter((one) => one.test(password)).length;
  const small = password.toLowerCase();
  return [
    { words: `至少 ${rules.runes_min} 个字`, isMet: length >= rules.runes_min },
    { words: `小写字母、大写字母、数字、其他符号，至少有其中 ${rules.classes_min} 类`, isMet: classes >= rules.classes_min },
    { words: '不含账号和姓名', isMet: length > 0 && !own.some((name) => name && small.includes(name.toLowerCase())) },
  ];
}
