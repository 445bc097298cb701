import { accept, type IdentifierCheck, refuse } from './check';
import { compactNumber } from './typed-text';

/** Mobile number of the mainland, with or without +86, spaces and dashes; `canonical` is its eleven digits. */
export function checkPhone(phone: string): IdentifierCheck<'phone_format'> {
  const digits = compactNumber(phone)
    .replace(/-/g, '')
    .replace(/^(\+|00)?86(?=\d{11}$)/, '');
  return /^1[3-9]\d{9}$/.test(digits) ? accept(digits) : refuse('phone_format');
}
