export { directionCode, evidenceCode, methodCode, readReasons, totalsOf, verdictCode } from './codes';
export { isLate } from './lateness';
export { momentAt } from './moments';
export { listOwnVisits } from './reads';
