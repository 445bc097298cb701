import { endpoints } from '@tongxing/contract';
import { dayKeyId } from '../../platform/crypto/key-ids';
import type { ModuleContext } from '../module';
import { DATA_CLASSES, type DataClass, keptFrom } from './classes';
import { type AgeRow, countDayKeys, type RunRow, readAges, readRuns, readSizes, type SizeRow } from './store';

interface Found {
  readonly sizes: readonly SizeRow[];
  readonly ages: readonly AgeRow[];
  readonly runs: readonly RunRow[];
}

export function bindRetentionRoutes({ router, db, clock, config }: ModuleContext): void {
  router.bind(endpoints.getRetention, async () => {
    const tables = DATA_CLASSES.flatMap((each) => each.tables);
    const [sizes, ages, runs, dayKeys] = await Promise.all([
      readSizes(db, tables),
      readAges(db),
      readRuns(db),
      countDayKeys(db, dayKeyId(keptFrom(clock.now(), config.timeZone))),
    ]);
    return {
      visitDays: config.retentionDays,
      legalBasis: config.retentionLegalBasis ?? null,
      dayKeys,
      classes: DATA_CLASSES.map((each) => shown(each, { sizes, ages, runs }, config.retentionDays)),
      asOf: new Date(clock.now()).toISOString(),
    };
  });
}

function shown({ name, days, removal, tables }: DataClass, { sizes, ages, runs }: Found, visitDays: number) {
  const own = sizes.filter(({ table }) => tables.includes(table));
  const age = ages.find((each) => each.class === name);
  const run = runs.find((each) => each.class === name);
  return {
    name,
    days: name === 'visits' ? visitDays : (days ?? null),
    removal,
    rows: own.reduce((sum, { rows }) => sum + rows, 0),
    bytes: own.reduce((sum, { bytes }) => sum + bytes, 0),
    oldest: age?.oldest?.toISOString() ?? null,
    newest: age?.newest?.toISOString() ?? null,
    lastRun:
      run === undefined
        ? null
        : {
            ranAt: run.ranAt.toISOString(),
            removed: run.removed,
            removedAt: run.removedAt?.toISOString() ?? null,
            removedInAll: run.removedInAll,
          },
  };
}
