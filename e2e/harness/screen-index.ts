import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Every screenshot of a run: one folder a journey. */
export const SCREENS = join(import.meta.dirname, '../../test-results/screens');

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;margin:24px;background:#f4f5f8;color:#16213d}
h1{font-size:22px}h2{font-size:17px;margin:32px 0 8px}
.row{display:flex;flex-wrap:wrap;gap:16px;align-items:flex-start}
figure{margin:0;background:#fff;border:1px solid #d5d9e4;border-radius:6px;padding:8px}
img{display:block;max-height:420px;max-width:560px}
figcaption{font-size:13px;margin-top:6px;overflow-wrap:anywhere;max-width:560px}`;

export async function clearScreens(): Promise<void> {
  await rm(SCREENS, { recursive: true, force: true });
  await mkdir(SCREENS, { recursive: true });
}

async function picturesIn(journey: string): Promise<string[]> {
  const names = await readdir(join(SCREENS, journey));
  return names.filter((name) => name.endsWith('.png')).sort();
}

function section(journey: string, pictures: readonly string[]): string {
  const figures = pictures.map((name) => {
    const address = `${journey}/${name}`;
    return `<figure><a href="${address}"><img src="${address}" alt="${name}" loading="lazy"></a><figcaption>${name.replace(/\.png$/, '')}</figcaption></figure>`;
  });
  return `<section><h2>${journey} (${pictures.length})</h2><div class="row">${figures.join('\n')}</div></section>`;
}

/** One page that shows every screenshot by journey. */
export async function writeIndex(): Promise<void> {
  const entries = await readdir(SCREENS, { withFileTypes: true });
  const journeys = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const sections = await Promise.all(journeys.sort().map(async (journey) => section(journey, await picturesIn(journey))));
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Tongxing screens</title><style>${STYLE}</style><h1>Tongxing screens</h1>${sections.join('\n')}</html>\n`;
  await writeFile(join(SCREENS, 'index.html'), page);
}
