import { venueCodeFrom } from '@tongxing/codes';
import { organisationCodeCheckCharacter, type Scene, usccCheckCharacter, type VenueClass } from '@tongxing/rules';
import { type City, districtOf, pickStreet, requireIndex } from './city';
import { pickWeighted, type Random, randomAt, uuidAt } from './random';
import { ROADS, venueName } from './venue-names';

/** A venue as the platform registers one. */
export interface VenueRecord {
  readonly index: number;
  readonly publicId: string;
  /** What its poster holds, in canonical form. */
  readonly code: string;
  readonly name: string;
  readonly class: VenueClass;
  readonly scene: Scene;
  readonly address: string;
  /** Nine digits: its street or town. */
  readonly divisionCode: string;
  readonly contactPhone: string;
  /** Unified social credit code of its subject; valid by its check digits, with a division that does not exist. */
  readonly subjectCode: string;
  /** WGS-84 degrees, in the open ocean around Point Nemo: on no map will this be taken for a real address. */
  readonly longitude: number;
  readonly latitude: number;
}

interface Kind {
  readonly class: VenueClass;
  readonly scene: Scene;
}

/** The first venues are the same in every city, so that guides, tests and demos can count on them. */
const FEATURED: readonly Kind[] = [
  { class: 'school', scene: 'ordinary' },
  { class: 'transport', scene: 'station' },
  { class: 'mall', scene: 'ordinary' },
  { class: 'market', scene: 'ordinary' },
  { class: 'hospital', scene: 'ordinary' },
  { class: 'transport', scene: 'city_entry' },
  { class: 'transport', scene: 'road' },
  { class: 'enterprise', scene: 'site_grid' },
  { class: 'residential', scene: 'ordinary' },
];

/** Share of each class, in percent. Chosen to look like a city's register: homes, shops and offices first. */
const CLASSES: readonly (readonly [VenueClass, number])[] = [
  ['residential', 22],
  ['enterprise', 17],
  ['restaurant', 16],
  ['supermarket', 9],
  ['school', 7],
  ['pharmacy', 5],
  ['village', 5],
  ['market', 3],
  ['hospital', 3],
  ['transport', 3],
  ['hotel', 3],
  ['mall', 2],
  ['entertainment', 2],
  ['government', 2],
  ['other', 1],
];

function kindAt(index: number, random: Random): Kind {
  const drawn = pickWeighted(random, CLASSES);
  return FEATURED[index] ?? { class: drawn, scene: drawn === 'transport' ? 'station' : 'ordinary' };
}

const BOX = { west: -123.6, south: -49.1, districtWidth: 0.08, height: 0.4 } as const;

function degrees(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** `91` is a company under the market regulator; the six digits are a district of the fictional city (GB 32100). */
function subjectCode(index: number, districtCode: string): string {
  const digits = String(index + 1).padStart(8, '0');
  const first17 = `91${districtCode}${digits}${organisationCodeCheckCharacter(digits)}`;
  return `${first17}${usccCheckCharacter(first17)}`;
}

/** Venue `index` of the city, 0 to `city.size.venues` - 1. Pure: depends on the seed, the streets and the index only. */
export function venueAt(city: City, index: number): VenueRecord {
  requireIndex(index, city.size.venues);
  const random = randomAt(city.seed, 'venue', index);
  const kind = kindAt(index, random);
  const drawn = pickStreet(city, random);
  // The school on Chenguang Road stands in Chenguang District.
  const street = index === 0 ? (city.streets[0] ?? drawn) : drawn;
  const district = districtOf(city, street);
  const road = ROADS[index % ROADS.length] ?? ROADS[0];
  const ordinal = Math.floor(index / ROADS.length) + 1;
  const houseNumber = ordinal * 2 - (index % 2);
  const column = Number(district.code.slice(-2)) - 1;
  return {
    index,
    publicId: uuidAt(city.seed, 'venueId', index),
    code: venueCodeFrom(randomAt(city.seed, 'venueCode', index).bytes(8)),
    name: venueName(kind.class, kind.scene, { road, ordinal, houseNumber, random }),
    class: kind.class,
    scene: kind.scene,
    address: `云汀省青屿市${district.nameZh}${street.nameZh}${road}${houseNumber}号`,
    divisionCode: street.code,
    // 161 is allotted to no carrier: should a demo ever reach a real gateway, nobody is called.
    contactPhone: `161${String(index).padStart(8, '0')}`,
    subjectCode: subjectCode(index, district.code),
    longitude: degrees(BOX.west + (column + random.real()) * BOX.districtWidth),
    latitude: degrees(BOX.south + random.real() * BOX.height),
  };
}

/** All venues one by one; holds one record at a time. */
export function* venuesOf(city: City): Generator<VenueRecord, void, undefined> {
  for (let index = 0; index < city.size.venues; index++) yield venueAt(city, index);
}
