import { setTimeout as sleep } from 'node:timers/promises';
import { type City, type CityOptions, openCity, populationOf } from './shared/city';
import { type MachineFacts, machineFacts, median } from './shared/machine';
import { startNode } from './shared/product';
import { leavingNothing, type Undo } from './shared/undo';

export interface StartOptions extends CityOptions {
  /** Starts of each city. */
  readonly rounds: number;
}

export interface StartReport extends MachineFacts {
  readonly name: 'start';
  /** From the start of the process, embedded PostgreSQL included, to the first ready answer; median. */
  readonly startMs: number;
  /** Resident memory of the node a moment later; median. */
  readonly rssMiB: number;
  /** What a million more residents cost a node, with the same venues. */
  readonly rssGrowthPerMillionResidentsMiB: number;
  readonly venues: number;
  readonly residents: number;
  /** Residents of the city that it is compared with. */
  readonly fewResidents: number;
}

/** Until what a start left behind has been collected. */
const SETTLE_MS = 2_000;
const MILLION = 1_000_000;

interface Start {
  readonly startMs: number;
  readonly rssMiB: number;
}

async function startOnce(city: City, undo: Undo): Promise<Start> {
  const { program } = await startNode(city, undo);
  await sleep(SETTLE_MS);
  const rssMiB = await program.rssMiB();
  await program.stop();
  return { startMs: program.readyMs, rssMiB };
}

async function startOften(city: City, rounds: number, undo: Undo): Promise<Start> {
  const starts: Start[] = [];
  for (let round = 0; round < rounds; round += 1) starts.push(await startOnce(city, undo));
  return { startMs: median(starts.map((start) => start.startMs)), rssMiB: median(starts.map((start) => start.rssMiB)) };
}

/** Start of a node on a migrated database, and its memory beside one with the same venues and few residents. */
export function benchStart(options: StartOptions): Promise<StartReport> {
  return leavingNothing(async (undo) => {
    const few = await openCity({ size: options.size === 'full' ? 'few-residents' : 'small' }, undo);
    const many = await openCity(options.size === 'full' ? options : { ...options, size: 'more-residents' }, undo);
    const fewStart = await startOften(few, options.rounds, undo);
    const { startMs, rssMiB } = await startOften(many, options.rounds, undo);
    const { venues, residents } = populationOf(many);
    const fewResidents = populationOf(few).residents;
    return {
      name: 'start',
      startMs,
      rssMiB,
      rssGrowthPerMillionResidentsMiB: Number((((rssMiB - fewStart.rssMiB) / (residents - fewResidents)) * MILLION).toFixed(1)),
      venues,
      residents,
      fewResidents,
      ...machineFacts(),
    };
  });
}
