import type { SecondOfLoad } from '../load/plan';
import { newestOf, type Result } from '../shared/results';
import { linear, logarithmic, type Scale } from './scale';
import { line, path, picture, rect, SOFT, text } from './svg';

const WIDTH = 960;
const HEIGHT = 620;
const GRID = '#e3e6ee';
const PRODUCT = '#1f3f94';
const FLOOR = '#9aa7c7';
const OFFERED = '#c0392b';
const ACCEPTED = '#00776a';
const OVERLOAD_GROUND = '#fdf3ec';
/** The morning of 2022-01-10: 1.4 million a minute. */
const CLAIMED = 23_300;

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const SPEEDS: Box = { left: 70, right: 400, top: 96, bottom: 540 };
const THROUGHPUT: Box = { left: 500, right: 930, top: 96, bottom: 300 };
const LATENCY: Box = { left: 500, right: 930, top: 376, bottom: 540 };

const number = (value: unknown) => (typeof value === 'number' ? value : undefined);
const thousands = (value: number) => Math.round(value).toLocaleString('en');

function frame({ left, right }: Box, scale: Scale): string[] {
  return scale.ticks.flatMap((tick) => {
    const y = scale.place(tick);
    return [
      line(left, y, right, y, GRID),
      text(left - 8, y + 4, tick < 1 ? String(tick) : thousands(tick), { anchor: 'end', colour: SOFT, size: 11 }),
    ];
  });
}

function heading({ left, top }: Box, title: string, unit: string): string[] {
  return [text(left, top - 30, title, { size: 15, bold: true }), text(left, top - 12, unit, { size: 11, colour: SOFT })];
}

function nothing({ left, right, top, bottom }: Box): string {
  return text((left + right) / 2, (top + bottom) / 2, 'not measured', { anchor: 'middle', colour: SOFT });
}

/** Closed-loop speeds side by side, with the claim. */
function speeds(results: readonly Result[]): string[] {
  const box = SPEEDS;
  const checkin = newestOf(results, 'checkin');
  const bars = (
    [
      ['bare probe', number(checkin?.floorPerSecond), FLOOR],
      ['check-in', number(checkin?.checkinsPerSecond), PRODUCT],
      ['four entrances', number(newestOf(results, 'checkin-mixed')?.checkinsPerSecond), PRODUCT],
    ] as const
  ).flatMap(([name, value, colour]) => (value === undefined ? [] : [{ name, value, colour }]));
  const marks = heading(box, 'Durable check-ins', 'a second, closed loop; answered after COMMIT');
  if (bars.length === 0) return [...marks, nothing(box)];
  const scale = linear(Math.max(CLAIMED, ...bars.map((bar) => bar.value)), box.bottom, box.top);
  const width = (box.right - box.left) / bars.length;
  const drawn = bars.flatMap(({ name, value, colour }, index) => {
    const middle = box.left + width * (index + 0.5);
    const y = scale.place(value);
    return [
      rect(middle - width * 0.3, y, width * 0.6, box.bottom - y, colour),
      text(middle, y - 8, thousands(value), { anchor: 'middle', bold: true }),
      text(middle, box.bottom + 20, name, { anchor: 'middle' }),
    ];
  });
  const claim = scale.place(CLAIMED);
  return [
    ...marks,
    ...frame(box, scale),
    ...drawn,
    line(box.left, claim, box.right, claim, OFFERED, '5 4'),
    text(box.right, claim - 6, `needed: ${thousands(CLAIMED)}`, { anchor: 'end', colour: OFFERED, size: 11 }),
  ];
}

interface Course {
  readonly seconds: readonly SecondOfLoad[];
  /** First second of the overload, and first after it. */
  readonly from: number;
  readonly until: number;
}

function courseOf(result: Result | undefined): Course | undefined {
  const seconds = result?.timeline as readonly SecondOfLoad[] | undefined;
  const length = number(result?.seconds);
  if (seconds === undefined || length === undefined || seconds.length === 0) return undefined;
  const from = Math.max(Math.round((seconds.length - length) / 2), 0);
  return { seconds, from, until: from + length };
}

/** The ground under the overload, and the seconds below. */
function time(box: Box, { seconds, from, until }: Course): { at: (second: number) => number; marks: string[] } {
  const at = (second: number) => box.left + ((box.right - box.left) * second) / Math.max(seconds.length - 1, 1);
  const ticks = linear(seconds.length - 1, box.left, box.right).ticks.filter((tick) => tick <= seconds.length - 1);
  return {
    at,
    marks: [
      rect(at(from), box.top, at(Math.min(until, seconds.length - 1)) - at(from), box.bottom - box.top, OVERLOAD_GROUND),
      ...ticks.map((tick) => text(at(tick), box.bottom + 18, `${thousands(tick)} s`, { anchor: 'middle', colour: SOFT, size: 11 })),
    ],
  };
}

function throughput(course: Course | undefined): string[] {
  const box = THROUGHPUT;
  const marks = heading(box, 'Three times too much, and back', 'a second, open loop; shaded while overloaded');
  if (course === undefined) return [...marks, nothing(box)];
  const { seconds } = course;
  const scale = linear(Math.max(...seconds.map((second) => second.offered)), box.bottom, box.top);
  const { at, marks: ground } = time(box, course);
  const curve = (value: (second: SecondOfLoad) => number, colour: string) =>
    path(
      seconds.map((second, index) => [at(index), scale.place(value(second))] as const),
      colour,
    );
  return [
    ...marks,
    ...ground,
    ...frame(box, scale),
    curve((second) => second.offered, OFFERED),
    curve((second) => second.accepted, ACCEPTED),
    text(box.right, box.top - 12, 'offered', { anchor: 'end', colour: OFFERED, bold: true }),
    text(box.right - 60, box.top - 12, 'accepted', { anchor: 'end', colour: ACCEPTED, bold: true }),
  ];
}

function latency(course: Course | undefined): string[] {
  const box = LATENCY;
  const marks = heading(box, 'p99 of the accepted meanwhile', 'ms from the scheduled arrival, logarithmic');
  if (course === undefined) return [...marks, nothing(box)];
  const { seconds } = course;
  const scale = logarithmic(
    seconds.map((second) => second.p99Ms),
    box.bottom,
    box.top,
  );
  const { at, marks: ground } = time(box, course);
  const points = seconds.map((second, index) => [at(index), scale.place(second.p99Ms)] as const);
  return [...marks, ...ground, ...frame(box, scale), path(points, PRODUCT)];
}

/** Where it was measured, under all of it. */
function origin(results: readonly Result[]): string {
  const measured: Readonly<Record<string, unknown>> = newestOf(results, 'checkin') ?? results.at(-1) ?? {};
  const { machine = '', node = '', commit = '' } = measured;
  return `${String(machine)} · Node.js ${String(node)} · commit ${String(commit)} · load generator on the same machine`;
}

/** The picture of docs/operate/performance.md, from the newest results of each bench. */
export function performancePicture(results: readonly Result[]): string {
  const course = courseOf(newestOf(results, 'overload'));
  return picture(WIDTH, HEIGHT, 'Tongxing: durable check-ins a second, and the course of an overload', [
    ...speeds(results),
    ...throughput(course),
    ...latency(course),
    text(SPEEDS.left - 40, HEIGHT - 18, origin(results), { colour: SOFT, size: 11 }),
  ]);
}
