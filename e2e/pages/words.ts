/**
 * The name of a control as a pattern: antd puts a space between the two characters of a Chinese button and the name of
 * an icon before its words.
 */
export function named(words: string): RegExp {
  const letters = [...words].map((letter) => letter.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?:^|\\s)${letters.join('\\s?')}$`);
}
