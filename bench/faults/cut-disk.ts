import { existsSync } from 'node:fs';
import { mkdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type Mount, mount, whyNoMounts } from './disks';
import { copyTemplate, type Rig, run } from './rig';

/** The platform's disk; sparse, so that only what is written takes space. */
const DISK = '4G';
/** The volume that holds the disk's image and its copies. */
const VOLUME = '12G';
const TRIAL_BYTES = 8 * 1024 ** 2;
const GIB = 1024 ** 3;
const bytesOf = (size: string) => Number.parseInt(size, 10) * GIB;
const SYSTEM_FOLDERS = ['/usr/sbin', '/sbin', '/usr/bin', '/bin'];

const has = (program: string) =>
  [...(process.env.PATH ?? '').split(delimiter), ...SYSTEM_FOLDERS].some((folder) => existsSync(join(folder, program)));

/** How a copy of the disk at one moment is made: cloned at once (XFS), or copied while its volume is held still. */
export type CutMethod = 'reflink' | 'freeze';

/** @returns why no power can be cut here, or nothing. */
export async function whyNoPowerCuts(folder: string): Promise<string | undefined> {
  const missing = ['losetup', 'mkfs.ext4', ...(has('mkfs.xfs') ? [] : ['fsfreeze'])].filter((program) => !has(program));
  if (missing.length > 0) return `needs ${missing.join(' and ')} (util-linux, e2fsprogs; better with xfsprogs)`;
  const image = join(folder, 'try-loop.img');
  await writeFile(image, '');
  await truncate(image, TRIAL_BYTES);
  await run('mkfs.ext4', ['-q', '-F', image]);
  return whyNoMounts(folder, ['-o', 'loop', image]).finally(() => rm(image));
}

/**
 * A disk whose power can be cut. The platform's ext4 lies in an image on a volume of its own; a copy of the image at one
 * moment holds what had reached the disk and nothing of the page cache, which `kill -9` cannot show. Kinder than a
 * drive that loses its own cache: what was handed to the device is in the copy.
 */
export class CutDisk {
  private disk: Mount | undefined;

  private constructor(
    private readonly rig: Rig,
    private readonly volume: Mount,
    readonly method: CutMethod,
  ) {}

  static async make(rig: Rig): Promise<CutDisk> {
    const method: CutMethod = has('mkfs.xfs') ? 'reflink' : 'freeze';
    const file = join(rig.folder, 'volume.img');
    await writeFile(file, '');
    await truncate(file, bytesOf(VOLUME));
    await (method === 'reflink' ? run('mkfs.xfs', ['-q', '-f', '-m', 'reflink=1', file]) : run('mkfs.ext4', ['-q', '-F', file]));
    const volume = await mount(rig.cleanUp, join(rig.folder, 'volume'), ['-o', 'loop', file]);
    const made = new CutDisk(rig, volume, method);
    await made.makeBase();
    return made;
  }

  /** Where the disk is mounted, always the same place, as after a restart. */
  get path(): string {
    return join(this.rig.folder, 'disk');
  }

  get dataDir(): string {
    return join(this.path, 'data');
  }

  /** A fresh disk with the template on it, everything of it on the device. */
  async insert(): Promise<void> {
    await run('cp', ['--reflink=auto', '--sparse=always', this.image('base'), this.image('now')]);
    await this.mountDisk();
  }

  /** The moment: what is on the device now is what will be left. The platform knows nothing of it and goes on. */
  async cut(): Promise<void> {
    if (this.method === 'reflink') {
      await run('cp', ['--reflink=always', this.image('now'), this.image('cut')]);
      return;
    }
    const thaw = this.rig.cleanUp.add(() => run('fsfreeze', ['--unfreeze', this.volume.path]));
    await run('fsfreeze', ['--freeze', this.volume.path]);
    await run('cp', ['--sparse=always', this.image('now'), join(this.rig.folder, 'cut.img')]);
    await thaw();
  }

  /** After everything was killed: the disk as it was at the cut takes the place of the one that went on. */
  async restore(): Promise<void> {
    await this.eject();
    await rm(this.image('now'));
    if (this.method === 'reflink') await rename(this.image('cut'), this.image('now'));
    else await run('mv', [join(this.rig.folder, 'cut.img'), this.image('now')]);
    await this.mountDisk();
  }

  async eject(): Promise<void> {
    await this.disk?.unmount();
    this.disk = undefined;
  }

  async remove(): Promise<void> {
    await this.eject();
    await this.volume.unmount();
    await rm(join(this.rig.folder, 'volume.img'));
  }

  private image(name: 'base' | 'now' | 'cut'): string {
    return join(this.volume.path, `${name}.img`);
  }

  private async makeBase(): Promise<void> {
    const base = this.image('base');
    await writeFile(base, '');
    await truncate(base, bytesOf(DISK));
    await run('mkfs.ext4', ['-q', '-F', base]);
    const filling = await mount(this.rig.cleanUp, this.path, ['-o', 'loop', base]);
    await mkdir(this.dataDir);
    await copyTemplate(this.rig, this.dataDir);
    await filling.unmount();
  }

  private async mountDisk(): Promise<void> {
    this.disk = await mount(this.rig.cleanUp, this.path, ['-o', 'loop', this.image('now')]);
  }
}
