import type { Scene, VenueClass } from '@tongxing/rules';
import { pick, type Random } from './random';

/** Roads of the fictional city. With a number they make an address that no other venue has. */
export const ROADS = [
  '晨光路',
  '银杏路',
  '听雨街',
  '望潮大道',
  '松涛路',
  '鹭影街',
  '琴台路',
  '海棠街',
  '灯塔路',
  '星桥路',
  '荷风街',
  '竹里巷',
  '墨池路',
  '帆影大道',
  '梨溪路',
  '云岭路',
  '菱塘街',
  '画桥街',
  '枫叶路',
  '月渡路',
  '贝壳路',
  '茶烟巷',
  '青崖路',
  '书声街',
] as const;

/** Brands carry the fictional province or city, so that nobody takes them for a real firm. */
const BRANDS = ['青屿云帆', '云汀禾田', '青屿拾光', '云汀星野', '青屿知味', '云汀小满', '青屿万物', '云汀朝露'] as const;

const DIGITS = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const;

/** 1–99 in Chinese numerals as used in names of schools (第三小学); larger numbers stay in digits. */
function chineseOrdinal(value: number): string {
  if (value < 1 || value > 99) return String(value);
  const tens = Math.floor(value / 10);
  const ones = value % 10;
  const head = tens === 0 ? '' : `${tens === 1 ? '' : DIGITS[tens]}十`;
  return `${head}${ones === 0 ? '' : DIGITS[ones]}`;
}

interface Place {
  readonly road: string;
  /** Counts the venues of the road, from 1: unique together with the road. */
  readonly ordinal: number;
  readonly houseNumber: number;
  readonly random: Random;
}

function branch(kind: readonly string[]): (place: Place) => string {
  return ({ road, houseNumber, random }) => `${pick(random, BRANDS)}${pick(random, kind)}（${road}${houseNumber}号店）`;
}

function numbered(kind: readonly string[]): (place: Place) => string {
  return ({ road, ordinal, random }) => `青屿市${road}第${chineseOrdinal(ordinal)}${pick(random, kind)}`;
}

/** The first of a road needs no number. */
function serial(ordinal: number): string {
  return ordinal === 1 ? '' : `${chineseOrdinal(ordinal)}号`;
}

const NAME_OF: Readonly<Record<VenueClass, (place: Place) => string>> = {
  residential: ({ road, ordinal, random }) => `${road}${chineseOrdinal(ordinal)}区${pick(random, ['花园', '家园', '小区', '公寓'])}`,
  village: ({ road, ordinal }) => `${road.replace(/(路|街|巷|大道)$/, '')}第${chineseOrdinal(ordinal)}村民小组`,
  school: numbered(['小学', '中学', '幼儿园', '实验学校']),
  enterprise: ({ road, houseNumber, random }) =>
    `${pick(random, BRANDS)}${pick(random, ['科技', '纺织', '仪器', '物流', '软件'])}有限公司（${road}${houseNumber}号厂区）`,
  market: numbered(['农贸市场', '菜市场']),
  mall: branch(['购物中心', '广场', '百货']),
  supermarket: branch(['超市', '便利店', '生鲜']),
  restaurant: branch(['面馆', '茶餐厅', '小馆', '火锅', '早点铺']),
  hospital: numbered(['人民医院', '社区卫生服务中心', '中医院']),
  pharmacy: branch(['大药房', '药店']),
  transport: ({ road, ordinal, random }) => `青屿${road}${serial(ordinal)}${pick(random, ['公交枢纽', '地铁站', '客运站', '轮渡码头'])}`,
  hotel: branch(['酒店', '民宿', '旅馆']),
  entertainment: branch(['影城', '健身馆', '书吧', '棋牌室']),
  government: numbered(['便民服务中心', '办事大厅']),
  other: ({ road, houseNumber }) => `青屿市${road}${houseNumber}号公共场所`,
};

/** Scenes whose name says more than their class does. */
const NAME_OF_SCENE: Readonly<Partial<Record<Scene, (place: Place) => string>>> = {
  city_entry: ({ road, ordinal }) => `青屿高速${road}出口${serial(ordinal)}查验点`,
  road: ({ road, ordinal }) => `青屿公路${road}${serial(ordinal)}提示点`,
  site_grid: ({ road, houseNumber }) => `青屿市${road}${houseNumber}号建设工地`,
};

/** A readable name that no other venue of the city bears. */
export function venueName(kind: VenueClass, scene: Scene, place: Place): string {
  return (NAME_OF_SCENE[scene] ?? NAME_OF[kind])(place);
}
