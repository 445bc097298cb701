// Makes db/divisions/national.csv.gz from provinces.csv, cities.csv, areas.csv and streets.csv of a published copy of the
// statistical division codes: node scripts/make-divisions.mjs <folder>. What it is made of stands in db/divisions/README.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from './ensure.mjs';

/** The list has these without a code; codes are those of GB/T 2260. */
const WITHOUT_CODE = [
  ['71', '台湾省'],
  ['81', '香港特别行政区'],
  ['82', '澳门特别行政区'],
];
/** English names in official use; other divisions have none, and are shown by their Chinese name. */
const PROVINCES =
  '11 Beijing,12 Tianjin,13 Hebei,14 Shanxi,15 Inner Mongolia,21 Liaoning,22 Jilin,23 Heilongjiang,31 Shanghai,32 Jiangsu,33 Zhejiang,34 Anhui,35 Fujian,36 Jiangxi,37 Shandong,41 Henan,42 Hubei,43 Hunan,44 Guangdong,45 Guangxi,46 Hainan,50 Chongqing,51 Sichuan,52 Guizhou,53 Yunnan,54 Tibet,61 Shaanxi,62 Gansu,63 Qinghai,64 Ningxia,65 Xinjiang,71 Taiwan,81 Hong Kong,82 Macao';
const english = new Map(PROVINCES.split(',').map((each) => [each.slice(0, 2), each.slice(3)]));
const EXPECTED = { 2: 34, 4: 342, 6: 2_978, 9: 41_352 };

const folder = process.argv[2];
if (folder === undefined) throw new Error('Name the folder with provinces.csv, cities.csv, areas.csv and streets.csv.');

const listed = ['provinces', 'cities', 'areas', 'streets'].flatMap((name) =>
  [...readFileSync(join(folder, `${name}.csv`), 'utf8').matchAll(/^"?(\d+)"?,"([^"]+)"/gm)].map(([, code, zh]) => [code, zh]),
);
const divisions = [...listed, ...WITHOUT_CODE].sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1));
const codes = new Set(divisions.map(([code]) => code));
for (const [length, count] of Object.entries(EXPECTED)) {
  const found = [...codes].filter((code) => code.length === Number(length)).length;
  if (found !== count) throw new Error(`${found} codes of ${length} digits instead of ${count}: a newer list? Then change EXPECTED.`);
}
const above = { 4: 2, 6: 4, 9: 6 };
const orphan = divisions.find(([code]) => code.length > 2 && !codes.has(code.slice(0, above[code.length])));
if (orphan !== undefined) throw new Error(`nothing lies above ${orphan.join(' ')}`);

const lines = divisions.map(([code, zh]) => [code, zh, ...(english.has(code) ? [english.get(code)] : [])].join(','));
const packed = gzipSync(`${lines.join('\n')}\n`, { level: 9 });
writeFileSync(join(root, 'db/divisions/national.csv.gz'), packed);
console.log(`${divisions.length} divisions, ${packed.length} bytes`);
