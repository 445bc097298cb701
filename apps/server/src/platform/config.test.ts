import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config';

const PRODUCTION = {
  TONGXING_PROFILE: 'production',
  TONGXING_DATABASE_URL: 'postgres://run@db/tongxing',
  TONGXING_MIGRATION_DATABASE_URL: 'postgres://owner@db/tongxing',
  TONGXING_SMPP_URL: 'smpp://id:secret@gateway:2775',
  TONGXING_PUBLIC_URL: 'https://pass.example.org',
};

function problems(environment: Record<string, string>): string {
  try {
    readConfig(environment);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  return '';
}

describe('configuration', () => {
  it('needs nothing for the demo', () => {
    expect(readConfig({})).toMatchObject({ profile: 'demo', port: 8080, adminPort: 8081, timeZone: 'Asia/Shanghai', retentionDays: 28 });
  });

  it('looks at its own prefix only and takes an empty value for none', () => {
    expect(readConfig({ PATH: '/bin', OTHER_PORT: 'x', TONGXING_PORT: '' }).port).toBe(8080);
  });

  it.each([14, 21, 28, 30])('keeps visits %i days', (days) => {
    expect(readConfig({ TONGXING_RETENTION_DAYS: String(days) }).retentionDays).toBe(days);
  });

  it('keeps visits longer than 30 days only by an order that it names', () => {
    expect(problems({ TONGXING_RETENTION_DAYS: '31' })).toMatch(/30 days at most, unless an order says otherwise/);
    expect(problems({ TONGXING_RETENTION_DAYS: '31', TONGXING_RETENTION_LEGAL_BASIS: ' ' })).toContain('TONGXING_RETENTION_LEGAL_BASIS');
    const config = readConfig({ TONGXING_RETENTION_DAYS: '60', TONGXING_RETENTION_LEGAL_BASIS: '省防指〔2026〕3号' });
    expect([config.retentionDays, config.retentionLegalBasis]).toEqual([60, '省防指〔2026〕3号']);
  });

  it('names a setting it does not know', () => {
    expect(problems({ TONGXING_PROT: '1' })).toBe('TONGXING_PROT is not a setting');
  });

  it.each([
    ['TONGXING_PORT', '70000'],
    ['TONGXING_PORT', 'eighty'],
    ['TONGXING_PROFILE', 'test'],
    ['TONGXING_RETENTION_DAYS', '60'],
    ['TONGXING_RETENTION_DAYS', '3'],
    ['TONGXING_PUBLIC_URL', 'pass.example.org'],
    ['TONGXING_TIME_ZONE', 'Mars/Olympus'],
  ])('refuses %s=%s by name', (name, value) => {
    expect(problems({ [name]: value })).toContain(name);
  });

  it('lists everything that is wrong at once', () => {
    const lines = problems({ TONGXING_PORT: '-1', TONGXING_LOG_LEVEL: 'loud', TONGXING_COLOUR: 'red', TONGXING_SIZE: '1' }).split('\n');
    expect(lines.map((line) => line.split(/[: ]/)[0]).sort()).toEqual([
      'TONGXING_COLOUR',
      'TONGXING_LOG_LEVEL',
      'TONGXING_PORT',
      'TONGXING_SIZE',
    ]);
  });

  it('keeps the watermark in the data folder, or where it is told to', () => {
    expect(readConfig({ TONGXING_DATA_DIR: '/srv/tongxing' }).watermarkFile).toBe('/srv/tongxing/watermark.json');
    expect(readConfig({ TONGXING_WATERMARK_FILE: '/mnt/other/mark.json' }).watermarkFile).toBe('/mnt/other/mark.json');
  });

  it('serves with one process a core unless told otherwise, each with its connections', () => {
    expect(readConfig({}).processes).toBe(Math.min(64, availableParallelism()));
    expect(readConfig({ TONGXING_PROCESSES: 'auto' }).processes).toBe(readConfig({}).processes);
    expect(readConfig({ TONGXING_PROCESSES: '3' }).processes).toBe(3);
    expect(readConfig({ TONGXING_PROCESSES: '64' }).databaseConnections).toBeGreaterThanOrEqual(8);
    expect(readConfig({ TONGXING_PROCESSES: '1' }).databaseConnections).toBe(Math.max(8, availableParallelism() * 4));
    expect(readConfig({ TONGXING_PROCESSES: '2', TONGXING_DATABASE_CONNECTIONS: '7' }).databaseConnections).toBe(7);
    expect(problems({ TONGXING_PROCESSES: 'many' })).toBe('TONGXING_PROCESSES: auto, or a number from 1 to 64');
    for (const value of ['0', '65', '1.5']) expect(problems({ TONGXING_PROCESSES: value })).toContain('TONGXING_PROCESSES');
  });

  it('refuses an unsafe database unless told otherwise, and in production whatever it is told', () => {
    expect(readConfig({}).unsafeDatabase).toBe('refuse');
    expect(readConfig({ TONGXING_UNSAFE_DATABASE: 'warn' }).unsafeDatabase).toBe('warn');
    expect(problems({ ...PRODUCTION, TONGXING_UNSAFE_DATABASE: 'warn' })).toContain('TONGXING_UNSAFE_DATABASE');
  });

  it('starts production on safe settings, with the limits on', () => {
    expect(readConfig(PRODUCTION)).toMatchObject({
      profile: 'production',
      publicRequestsPerMinute: 120,
      signInCodesPerAddressHour: 60,
      secondFactor: 'required',
    });
  });

  it.each(['TONGXING_DATABASE_URL', 'TONGXING_SMPP_URL', 'TONGXING_PUBLIC_URL'])('refuses production without %s and says why', (name) => {
    expect(problems({ ...PRODUCTION, [name]: '' })).toContain(name);
  });

  it('refuses production over plain HTTP, and lists every unsafe setting at once', () => {
    expect(problems({ ...PRODUCTION, TONGXING_PUBLIC_URL: 'http://pass.example.org' })).toContain('https://');
    expect(problems({ TONGXING_PROFILE: 'production' }).split('\n')).toHaveLength(3);
  });
});
