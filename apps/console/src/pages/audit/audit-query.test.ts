import { describe, expect, it } from 'vitest';
import { auditQuery, changesOf } from './audit-query';

describe('the search of the audit log', () => {
  it('takes days of the city, the last one whole', () => {
    expect(auditQuery({ since: '2026-03-01', until: '2026-03-01', action: 'audit.read' }, 'Asia/Shanghai')).toEqual({
      action: 'audit.read',
      from: '2026-02-28T16:00:00.000Z',
      to: '2026-03-01T16:00:00.000Z',
    });
  });
});

describe('a change', () => {
  it('is told field by field', () => {
    expect(changesOf({ state: 'active' }, { state: 'suspended', count: 3 })).toEqual(['state: active → suspended', 'count: 3']);
    expect(changesOf(null, null)).toEqual([]);
    expect(changesOf({ level: 'high' }, { level: null })).toEqual(['level: high → —']);
  });
});
