import { describe, expect, it } from 'vitest';
import { basesOn, factsOn } from './legal';

const order = (id: string, beginsOn: string, endsOn: string, purposes: string[]) => ({
  id,
  purposes,
  title: `命令${id}`,
  number: `第${id}号`,
  issuer: '甲市指挥部',
  beginsOn,
  endsOn,
});
const ORDERS = [
  order('3', '2026-12-01', '2027-01-31', ['tracing']),
  order('1', '2026-11-01', '2026-11-30', ['visit_register', 'tracing']),
  order('2', '2026-11-10', '2026-11-20', ['visit_register']),
];

describe('orders on a day', () => {
  it.each([
    ['2026-11-20', 'in_force'],
    ['2026-11-21', 'expired'],
    ['2026-11-09', 'coming'],
  ])('the first and the last day count: on %s it is %s', (day, state) => {
    expect(basesOn(ORDERS, day).items.find(({ id }) => id === '2')?.state).toBe(state);
  });

  it('say until when each purpose is covered, and which is covered by none', () => {
    const covered = (day: string) =>
      Object.fromEntries(basesOn(ORDERS, day).purposes.map(({ purpose, coveredUntil }) => [purpose, coveredUntil]));
    expect(covered('2026-11-15')).toMatchObject({ visit_register: '2026-11-30', tracing: '2026-11-30', registration: null });
    expect(covered('2026-12-05')).toMatchObject({ visit_register: null, tracing: '2027-01-31' });
  });

  it('stand in the notice by name, number and end, or are said to be missing', () => {
    expect(factsOn(ORDERS, '2026-11-25', 'zh', 28)).toEqual({
      days: '28',
      issuers: '甲市指挥部',
      orders: '《命令1》（第1号，至 2026-11-30）',
    });
    expect(factsOn([], '2026-11-25', 'en', 28).orders).toMatch(/no order in force/);
  });
});
