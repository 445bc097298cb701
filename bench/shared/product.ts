import type pg from 'pg';
import type { Deck, Entrance } from '../load/requests';
import { type City, connectOwner, ownerUrl, venueCodes } from './city';
import { RESIDENT_SCAN } from './entrances';
import { FLOOR, freePort, PRODUCT, type Program, startProgram } from './programs';
import { signInAll } from './sign-in';
import type { Undo } from './undo';

/** A node of the product on a city, its database, and load for it. */
export interface Product {
  readonly port: number;
  readonly program: Program;
  readonly dataDir: string;
  readonly owner: pg.Client;
  readonly databaseUrl: string;
}

/** What a node is told beside the product's defaults. */
export interface NodeOptions {
  /** Without it a free one. */
  readonly port?: number;
  readonly settings?: Readonly<Record<string, string>>;
  /** Folder for its CPU profile. */
  readonly profile?: string | undefined;
}

/** Starts a node and waits until it is ready. */
export async function startNode(city: City, undo: Undo, options: NodeOptions = {}): Promise<{ port: number; program: Program }> {
  const port = options.port ?? (await freePort());
  const environment = {
    TONGXING_PORT: String(port),
    TONGXING_ADMIN_PORT: '0',
    TONGXING_DATA_DIR: city.dataDir,
    TONGXING_LOG_LEVEL: 'error',
    ...options.settings,
  };
  const program = await startProgram(
    { file: PRODUCT, args: ['serve'], environment, profile: options.profile, readyAddress: `http://127.0.0.1:${port}/readyz` },
    undo,
  );
  return { port, program };
}

/** Starts a node and opens its database. */
export async function startProduct(city: City, undo: Undo, options: NodeOptions = {}): Promise<Product> {
  const { port, program } = await startNode(city, undo, options);
  const databaseUrl = await ownerUrl(city.dataDir);
  return { port, program, dataDir: city.dataDir, owner: await connectOwner(databaseUrl, undo), databaseUrl };
}

/** Starts the bare probe on the same PostgreSQL as the product, with a database of its own. */
export async function startFloor(product: Product, undo: Undo): Promise<{ port: number }> {
  await product.owner.query('create database floor');
  undo.add(() => product.owner.query('drop database if exists floor with (force)'));
  const port = await freePort();
  const environment = { BENCH_PORT: String(port), BENCH_DATABASE_URL: product.databaseUrl.replace(/tongxing$/, 'floor') };
  await startProgram({ file: FLOOR, environment, readyAddress: `http://127.0.0.1:${port}/readyz` }, undo);
  return { port };
}

const FLOOR_SCAN: Entrance = { ...RESIDENT_SCAN, name: 'floor', path: '/floor', headers: '' };

/** Signed-in residents and the codes of all venues. */
export async function residentTables({ owner, dataDir }: Product): Promise<Deck['tables']> {
  return { resident: { token: await signInAll(owner, dataDir) }, venue: { code: await venueCodes(owner) } };
}

export const floorDeck = (tables: Deck['tables']): Deck => ({ tables, entrances: [FLOOR_SCAN] });
