/** Distance between the full-width forms a Chinese input method types and ASCII. */
const FULL_WIDTH_OFFSET = 0xfee0;

/** Full-width letters, digits and signs as ASCII. Nothing else is folded: NFKC would also turn `①` into `1`. */
export function toHalfWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - FULL_WIDTH_OFFSET)).replace(/\u3000/g, ' ');
}

/** A number as it was meant: half-width, upper case, without the spaces people put between groups. */
export function compactNumber(text: string): string {
  return toHalfWidth(text)
    .replace(/\s/g, '')
    .replace(/[a-z]/g, (letter) => letter.toUpperCase());
}
