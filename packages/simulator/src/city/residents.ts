import { residentIdCheckDigit } from '@tongxing/rules';
import { type City, pickStreet, requireIndex } from './city';
import { pick, pickWeighted, randomAt, uuidAt } from './random';

/** What is not normal about a resident; `none` for nearly everybody. */
export type AbnormalKind = 'none' | 'yellow' | 'red' | 'risk_area';

/** A resident as the platform registers one. */
export interface ResidentRecord {
  readonly index: number;
  readonly publicId: string;
  readonly name: string;
  readonly documentType: 'resident_id';
  readonly documentNumber: string;
  /** Eleven digits. */
  readonly phone: string;
  /** Nine digits: the street or town where the resident lives. */
  readonly homeDivision: string;
  /** `risk_area`: has been in the city's {@link City.riskAreaCode} within the look-back. */
  readonly abnormal: AbnormalKind;
}

/** Residents that are the same in every city. */
export const PERSONAS = { green: 0, red: 1, riskArea: 2, yellow: 3, case: 4 } as const;

const PERSONA_KINDS: readonly AbnormalKind[] = ['none', 'red', 'risk_area', 'yellow', 'none'];

/** About three in a thousand. */
const ABNORMAL_SHARES: readonly (readonly [AbnormalKind, number])[] = [
  ['none', 0.997],
  ['yellow', 0.0015],
  ['risk_area', 0.001],
  ['red', 0.0005],
];

/** Common surnames with a pair of the sexagenary cycle (甲子, 乙丑 …): readable, and plainly nobody's name. */
const SURNAMES = [...'张李王赵陈刘杨黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡'];
const STEMS = [...'甲乙丙丁戊己庚辛壬癸'];
const BRANCHES = [...'子丑寅卯辰巳午未申酉戌亥'];

const FIRST_BIRTH_MS = Date.UTC(1940, 0, 1);
const DAY_MS = 86_400_000;
/** A prime number of days (to December 2012), so that any stride runs through all of them. */
const BIRTH_DAYS = 26_647;
const BIRTH_STRIDE = 9_973;
/** Pairs of sequence numbers: the odd one is a man's, the even one a woman's. */
const SEQUENCE_PAIRS = 499;
/** More than this would repeat document numbers: about 13.3 million. */
const MOST_RESIDENTS = BIRTH_DAYS * SEQUENCE_PAIRS;

/**
 * 19 is the number of no province, so 199901–199905 was never anybody's division of first registration. The city's own
 * 9901 would not do: a resident ID starts with 1–8 (standards §3.2), 9 means a foreign permanent resident.
 */
const DOCUMENT_PREFIX = '1999';

/** Birth day and pair of sequences together count the index in mixed base, so no two residents share a number. */
function documentNumber(index: number, district: string, isFemale: boolean): string {
  const day = (index * BIRTH_STRIDE) % BIRTH_DAYS;
  const born = new Date(FIRST_BIRTH_MS + day * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '');
  const sequence = String(2 * Math.floor(index / BIRTH_DAYS) + (isFemale ? 2 : 1)).padStart(3, '0');
  const first17 = `${DOCUMENT_PREFIX}${district.slice(-2)}${born}${sequence}`;
  return `${first17}${residentIdCheckDigit(first17)}`;
}

/** Resident `index` of the city, 0 to `city.size.residents` - 1. Pure: depends on the seed, the streets and the index only. */
export function residentAt(city: City, index: number): ResidentRecord {
  requireIndex(index, Math.min(city.size.residents, MOST_RESIDENTS));
  const random = randomAt(city.seed, 'resident', index);
  const home = pickStreet(city, random);
  const drawn = pickWeighted(random, ABNORMAL_SHARES);
  const isFemale = random.below(2) === 1;
  return {
    index,
    publicId: uuidAt(city.seed, 'residentId', index),
    name: `${pick(random, SURNAMES)}${pick(random, STEMS)}${pick(random, BRANCHES)}`,
    documentType: 'resident_id',
    documentNumber: documentNumber(index, home.code.slice(0, 6), isFemale),
    // 160 is allotted to no carrier: should a demo ever reach a real gateway, nobody is written to.
    phone: `160${String(index).padStart(8, '0')}`,
    homeDivision: home.code,
    abnormal: PERSONA_KINDS[index] ?? drawn,
  };
}

/** All residents one by one; holds one record at a time. */
export function* residentsOf(city: City): Generator<ResidentRecord, void, undefined> {
  for (let index = 0; index < city.size.residents; index++) yield residentAt(city, index);
}
