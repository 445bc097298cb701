import { describe, expect, it } from 'vitest';
import { nodeProcesses, readStat } from './process-tree';

const listed = (pid: number, parent: number, command = 'node') => ({ pid, parent, command });

describe('processes of a node', () => {
  it('are itself and all below, without its PostgreSQL and what that started', () => {
    const all = [
      listed(1, 0, 'init'),
      listed(10, 1),
      listed(11, 10),
      listed(12, 10),
      listed(13, 12),
      listed(20, 10, 'postgres'),
      listed(21, 20, 'postgres'),
      listed(30, 1),
    ];
    expect(nodeProcesses(10, all)).toEqual([10, 11, 12, 13]);
  });

  it('are read from a line of the kernel whatever the command is called', () => {
    expect(readStat('42 (a) b (c) S 7 42 42 0')).toEqual({ pid: 42, parent: 7, command: 'a) b (c' });
    expect(readStat('')).toBeUndefined();
  });
});
