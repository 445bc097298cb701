/** From here on the last digits change faster than anybody across the room reads them. */
const SHORT_FROM = 1_000_000;
const DIGITS = 4;

/** A number to be read from five metres: whole below a million, in four digits above: “688.1万”, “6.881M”. */
export function shortNumber(value: number, language: 'zh' | 'en'): string {
  const locale = language === 'zh' ? 'zh-CN' : 'en';
  if (value < SHORT_FROM) return value.toLocaleString(locale);
  return value.toLocaleString(locale, { notation: 'compact', maximumSignificantDigits: DIGITS });
}

/** Marks of an axis; all of them short or none. @param top the highest */
export function axisNumber(value: number, top: number, language: 'zh' | 'en'): string {
  if (top < SHORT_FROM / 10) return shortNumber(value, language);
  return value.toLocaleString(language === 'zh' ? 'zh-CN' : 'en', { notation: 'compact', maximumSignificantDigits: DIGITS });
}
