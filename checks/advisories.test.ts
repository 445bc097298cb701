import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

interface Entry {
  readonly id: string;
  readonly seen: string;
  readonly unreachable?: string;
}
interface Judgement {
  readonly due: readonly { readonly id: string; readonly by: string; readonly state: 'new' | 'open' | 'overdue' }[];
  readonly gone: readonly string[];
}
interface Advisories {
  readonly DAYS: Readonly<Record<string, { readonly reachable: number; readonly unreachable: number }>>;
  readonly judge: (report: unknown, register: readonly Entry[], today: string) => Judgement;
}

const root = join(import.meta.dirname, '..');
const { DAYS, judge }: Advisories = await import(pathToFileURL(join(root, 'scripts/advisories.mjs')).href);
const report = JSON.parse(readFileSync(join(root, 'checks/fixtures/audit-report.json'), 'utf8'));

const TODAY = '2026-11-22';
const WHY = 'used by the build alone, on texts of our own';
const stateOf = (register: readonly Entry[], id: string, today = TODAY) => judge(report, register, today).due.find((one) => one.id === id);

describe('known weaknesses of packages', () => {
  it('that nobody wrote down are new and due from today on, the worst soonest', () => {
    expect(judge(report, [], TODAY)).toMatchObject({
      due: [
        { id: 'GHSA-0000-0000-0001', name: 'paper-lantern', by: '2026-11-25', state: 'new' },
        { id: 'GHSA-0000-0000-0002', name: 'bamboo-frame', by: '2026-11-29', state: 'new' },
        { id: 'GHSA-0000-0000-0004', name: 'wax-seal', by: '2026-12-22', state: 'new' },
        { id: 'npm-9000003', name: 'bamboo-frame', by: '2027-02-20', state: 'new' },
      ],
      gone: [],
    });
  });

  it.each<readonly [string, string, Judgement['due'][number]['state'], string | undefined]>([
    ['2026-11-19', 'on its last day', 'open', undefined],
    ['2026-11-18', 'a day later', 'overdue', undefined],
    ['2026-11-18', 'a day later, but out of reach', 'open', WHY],
    ['2026-10-22', 'out of reach, a day after its last', 'overdue', WHY],
  ])('a critical one seen on %s is judged %s: %s', (seen, _, state, unreachable) => {
    const entry = { id: 'GHSA-0000-0000-0001', seen, ...(unreachable === undefined ? {} : { unreachable }) };
    expect(stateOf([entry], entry.id)?.state).toBe(state);
  });

  it('that are mended leave the register', () => {
    expect(judge(report, [{ id: 'GHSA-0000-0000-0009', seen: TODAY }], TODAY).gone).toEqual(['GHSA-0000-0000-0009']);
  });

  it.each<readonly [string, readonly Entry[]]>([
    ['from tomorrow', [{ id: 'GHSA-0000-0000-0001', seen: '2026-11-23' }]],
    ['of no day', [{ id: 'GHSA-0000-0000-0001', seen: '2026-02-30' }]],
    ['out of reach for no reason', [{ id: 'GHSA-0000-0000-0001', seen: TODAY, unreachable: 'later' }]],
    [
      'entered twice, so that one moves its day',
      [
        { id: 'GHSA-0000-0000-0001', seen: '2026-11-01' },
        { id: 'GHSA-0000-0000-0001', seen: TODAY },
      ],
    ],
  ])('are no entries of the register: %s', (_, register) => {
    expect(() => judge(report, register, TODAY)).toThrow('GHSA-0000-0000-0001');
  });

  it('of a severity that no rule knows are taken for the worst', () => {
    const strange = structuredClone(report);
    strange.vulnerabilities['wax-seal'].via[0].severity = 'catastrophic';
    expect(judge(strange, [], TODAY).due.find(({ id }) => id === 'GHSA-0000-0000-0004')?.by).toBe('2026-11-25');
  });

  it('are not said to be none by a registry that has no list', () => {
    expect(() => judge({ message: '405 Method Not Allowed' }, [], TODAY)).toThrow('405');
  });

  it('have the times that SECURITY.md promises', () => {
    const text = readFileSync(join(root, 'SECURITY.md'), 'utf8');
    for (const [severity, { reachable, unreachable }] of Object.entries(DAYS))
      expect(text).toContain(`| ${severity} | ${reachable} | ${unreachable} |`);
  });

  it('that are written down are sound entries', () => {
    const register: readonly Entry[] = JSON.parse(readFileSync(join(root, 'docs/operate/weaknesses.json'), 'utf8'));
    const none = { auditReportVersion: 2, vulnerabilities: {} };
    expect(judge(none, register, new Date().toISOString().slice(0, 10)).due).toEqual([]);
  });
});
