import { yearOf } from '../../platform/days';
import type { RequestRow } from './store';

/** Number of a request as it is said on the telephone. */
export function requestNumber({ number, madeAt }: Pick<RequestRow, 'number' | 'madeAt'>, timeZone: string): string {
  return `R${yearOf(madeAt.getTime(), timeZone)}-${String(number).padStart(4, '0')}`;
}
