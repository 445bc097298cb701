import { describe, expect, it } from 'vitest';
import { i18n } from '../i18n';
import { clockText, durationText, instantToWall, wallToInstant } from './time';

const MINUTE = 60_000;

describe('clockText', () => {
  it('shows minutes and seconds under an hour and hours above', () => {
    expect(clockText(0)).toBe('00:00');
    expect(clockText(7 * MINUTE + 5_000)).toBe('07:05');
    expect(clockText(61 * MINUTE)).toBe('1:01:00');
  });
});

describe('durationText', () => {
  it('says the two largest units and leaves out what is nothing', () => {
    const t = i18n.getFixedT('zh');
    expect(durationText(40_000, t)).toBe('40 秒');
    expect(durationText(125 * MINUTE, t)).toBe('2 小时 5 分钟');
    expect(durationText(24 * 60 * MINUTE + 5 * MINUTE, t)).toBe('1 天');
  });
});

describe('wall clock of the city', () => {
  it('does not depend on the zone of the computer and comes back unchanged', () => {
    const instant = '2026-11-21T23:30:00.000Z';
    const wall = instantToWall(instant, 'Asia/Shanghai');
    expect(wall.format('YYYY-MM-DD HH:mm')).toBe('2026-11-22 07:30');
    expect(wallToInstant(wall, 'Asia/Shanghai')).toBe(instant);
  });
});
