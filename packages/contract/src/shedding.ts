import type { Endpoint } from './endpoint';

/**
 * How much a node has to do. `busy`: what can wait is put off. `overloaded`: only what people stand at a door or in the
 * street for goes on.
 */
export const LOAD_LEVELS = ['normal', 'busy', 'overloaded'] as const;
export type LoadLevel = (typeof LOAD_LEVELS)[number];

/**
 * The declared order in which work is put off, by tag: numbers first, then desks; scans, doors, sign-in and disposal on
 * site never. (Hainan's code service met six times its usual load on 2022-04-08 and put off the decoration of the code,
 * not the code.) A tag without an entry does not compile into a route: see {@link shedsAt}.
 */
const SHEDS: Readonly<Record<string, LoadLevel | 'never'>> = {
  statistics: 'busy',
  audit: 'busy',
  retention: 'busy',
  exports: 'busy',
  regions: 'overloaded',
  venues: 'overloaded',
  applications: 'overloaded',
  policy: 'overloaded',
  health: 'overloaded',
  tracing: 'overloaded',
  devices: 'overloaded',
  members: 'overloaded',
  clients: 'overloaded',
  rights: 'overloaded',
  administration: 'overloaded',
  passage: 'never',
  door: 'never',
  residents: 'never',
  incidents: 'never',
  warnings: 'never',
  staff: 'never',
  system: 'never',
  demo: 'never',
};

/**
 * The level at which a route is put off. Only reading is, and lists and posters as files: a command that somebody has filled in is carried out.
 * @throws Error for a tag that has no place in the order.
 */
export function shedsAt({ tag, method, file }: Pick<Endpoint, 'tag' | 'method' | 'file'>): LoadLevel | 'never' {
  const level = SHEDS[tag];
  if (level === undefined) throw new Error(`tag ${tag} has no place in the order of shedding`);
  return method === 'GET' || file === 'table' || file === 'application/pdf' ? level : 'never';
}
