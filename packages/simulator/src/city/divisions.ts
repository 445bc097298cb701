/** The map of a province that does not exist: 99 is no province of GB/T 2260. */

/** A division as the platform keys it: 2, 4, 6 or 9 digits (standards §3.5). */
export interface DivisionRecord {
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  /** Code of the division above; null for the province. */
  readonly parent: string | null;
}

type Name = readonly [zh: string, en: string];

/** The province of the demo. */
export const PROVINCE_CODE = '99';
/** The city that runs the platform. */
export const CITY_CODE = '9901';
/** The neighbouring city. */
export const NEIGHBOUR_CITY_CODE = '9902';
/** The district next door that the demo treats as a risk area. */
export const RISK_AREA_CODE = '990201';

const DISTRICTS: readonly Name[] = [
  ['晨光区', 'Chenguang District'],
  ['望潮区', 'Wangchao District'],
  ['松岚区', 'Songlan District'],
  ['鹭洲区', 'Luzhou Islet District'],
  ['云台区', 'Yuntai Terrace District'],
];

/** Eight per district; within a district the first six are street offices (街道), the rest towns (镇). */
const TOWNSHIPS: readonly (readonly Name[])[] = [
  [
    ['银杏', 'Yinxing'],
    ['白鹭', 'Bailu'],
    ['星桥', 'Xingqiao'],
    ['听雨', 'Tingyu'],
    ['青石巷', 'Qingshixiang'],
    ['朝霞', 'Zhaoxia'],
    ['柳渡', 'Liudu'],
    ['梨溪', 'Lixi'],
  ],
  [
    ['潮音', 'Chaoyin'],
    ['灯塔', 'Dengta'],
    ['海棠湾', 'Haitangwan'],
    ['锚地', 'Maodi'],
    ['渔歌', 'Yuge'],
    ['贝壳滩', 'Beiketan'],
    ['盐帆', 'Yanfan'],
    ['望舟', 'Wangzhou'],
  ],
  [
    ['松涛', 'Songtao'],
    ['岚烟', 'Lanyan'],
    ['竹里', 'Zhuli'],
    ['鹿鸣', 'Luming'],
    ['枫桥头', 'Fengqiaotou'],
    ['青崖', 'Qingya'],
    ['石笋', 'Shisun'],
    ['云岭', 'Yunling'],
  ],
  [
    ['芦花', 'Luhua'],
    ['沙鸥', "Sha'ou"],
    ['菱塘', 'Lingtang'],
    ['荷风', 'Hefeng'],
    ['水镜', 'Shuijing'],
    ['浮桥', 'Fuqiao'],
    ['雁落', 'Yanluo'],
    ['藕田', 'Outian'],
  ],
  [
    ['琴台', 'Qintai'],
    ['墨池', 'Mochi'],
    ['棋盘', 'Qipan'],
    ['书院里', 'Shuyuanli'],
    ['画桥', 'Huaqiao'],
    ['茶烟', 'Chayan'],
    ['砚山', 'Yanshan'],
    ['笔架', 'Bijia'],
  ],
];

const NEIGHBOUR: readonly { readonly name: Name; readonly streets: readonly Name[] }[] = [
  {
    name: ['北渚区', 'Beizhu District'],
    streets: [
      ['月牙', 'Yueya'],
      ['风铃', 'Fengling'],
      ['古渡口', 'Gudukou'],
    ],
  },
  {
    name: ['南汀区', 'Nanting District'],
    streets: [
      ['稻香里', 'Daoxiangli'],
      ['石榴', 'Shiliu'],
    ],
  },
];

const STREETS_PER_DISTRICT = 8;
/** Streets and towns the map has room for. */
export const MOST_STREETS = DISTRICTS.length * STREETS_PER_DISTRICT;

/** Townships number 001–099 for street offices and 100–199 for towns (standards §3.5). */
function township(district: string, position: number, [zh, en]: Name): DivisionRecord {
  const isTown = position >= 6;
  const number = isTown ? 94 + position : position + 1;
  return {
    code: `${district}${String(number).padStart(3, '0')}`,
    nameZh: `${zh}${isTown ? '镇' : '街道'}`,
    nameEn: `${en} ${isTown ? 'Town' : 'Subdistrict'}`,
    parent: district,
  };
}

function district(city: string, position: number, [nameZh, nameEn]: Name): DivisionRecord {
  return { code: `${city}0${position + 1}`, nameZh, nameEn, parent: city };
}

/** Streets and towns of the city, spread evenly over its districts. */
function cityTownships(districts: readonly DivisionRecord[], streets: number): DivisionRecord[] {
  const made: DivisionRecord[] = [];
  for (let count = 0; count < streets; count++) {
    const of = districts[count % districts.length];
    const position = Math.floor(count / districts.length);
    const name = TOWNSHIPS[count % districts.length]?.[position];
    if (of !== undefined && name !== undefined) made.push(township(of.code, position, name));
  }
  return made.sort((a, b) => a.code.localeCompare(b.code));
}

/**
 * The province, the city with `streets` streets and towns, and the neighbouring city; parents before children.
 *
 * @param streets 1 to {@link MOST_STREETS}; two streets per district at least, so few streets mean few districts
 */
export function makeDivisions(streets: number): DivisionRecord[] {
  if (!Number.isInteger(streets) || streets < 1 || streets > MOST_STREETS) throw new RangeError(`streets must be 1 to ${MOST_STREETS}`);
  const districts = DISTRICTS.slice(0, Math.ceil(streets / 2)).map((name, position) => district(CITY_CODE, position, name));
  const neighbour = NEIGHBOUR.flatMap(({ name, streets: names }, position) => {
    const of = district(NEIGHBOUR_CITY_CODE, position, name);
    return [of, ...names.map((street, place) => township(of.code, place, street))];
  });
  return [
    { code: PROVINCE_CODE, nameZh: '云汀省', nameEn: 'Yunting Province', parent: null },
    { code: CITY_CODE, nameZh: '青屿市', nameEn: 'Qingyu City', parent: PROVINCE_CODE },
    ...districts,
    ...cityTownships(districts, streets),
    { code: NEIGHBOUR_CITY_CODE, nameZh: '雁浦市', nameEn: 'Yanpu City', parent: PROVINCE_CODE },
    ...neighbour,
  ];
}
