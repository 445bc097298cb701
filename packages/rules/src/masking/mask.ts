const HIDDEN = '*';
/** More stars than this would tell how long a long name is. */
const MOST_STARS = 3;

/** Surnames of two characters; in a name of three or more they stay whole (欧阳**). */
const COMPOUND_SURNAMES = new Set(
  (
    '欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 长孙 宇文 端木 独孤 南宫 夏侯 轩辕 钟离 闻人 澹台 赫连 申屠 太史 ' +
    '公羊 濮阳 淳于 单于 呼延 百里 东郭 西门 拓跋 万俟 第五 司空 公冶 宗政 仲孙 鲜于 闾丘 亓官 司寇 子车 颛孙 巫马 漆雕 乐正 壤驷 公良 夹谷 ' +
    '歐陽 司馬 諸葛 東方 尉遲 公孫 長孫 獨孤 南宮 軒轅 鍾離 聞人 澹臺 赫連'
  ).split(' '),
);

function stars(count: number): string {
  return HIDDEN.repeat(Math.max(0, count));
}

/** Keeps the ends of a text, characters counted as code points; everything between becomes as many stars. */
function keepEnds(text: string, head: number, tail: number): string {
  const signs = [...text];
  if (signs.length <= head + tail) return stars(signs.length);
  return [...signs.slice(0, head), stars(signs.length - head - tail), ...signs.slice(signs.length - tail)].join('');
}

/**
 * A name as staff see it: the surname of a Chinese name (张*, 欧阳**), the first letter of any other (J***). A name of
 * one character is hidden altogether. Characters outside the basic plane (𠮷) count and stay whole.
 */
export function maskName(name: string): string {
  const signs = [...name.trim()];
  const [first] = signs;
  if (first === undefined) return '';
  if (signs.length === 1) return HIDDEN;
  if (!/^[\p{Unified_Ideograph}\u3007]$/u.test(first)) return `${first}${stars(MOST_STARS)}`;
  const surname = signs.length > 2 && COMPOUND_SURNAMES.has(signs.slice(0, 2).join('')) ? signs.slice(0, 2) : [first];
  return `${surname.join('')}${stars(Math.min(signs.length - surname.length, MOST_STARS))}`;
}

/** A telephone number as staff see it: 138****8000. Anything but eleven digits keeps its last two characters at most. */
export function maskPhone(phone: string): string {
  return /^\d{11}$/.test(phone) ? keepEnds(phone, 3, 4) : keepEnds(phone, 0, 2);
}

/**
 * A document number as staff see it: three and four characters of an 18-character number (`110***********1234`), one
 * and two of a shorter one.
 */
export function maskDocument(number: string): string {
  return [...number].length >= 18 ? keepEnds(number, 3, 4) : keepEnds(number, 1, 2);
}
