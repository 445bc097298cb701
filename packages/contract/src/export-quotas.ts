import type { RolePreset } from './permissions';

/** What a role may take away as files in a day of the city. */
export interface ExportQuota {
  /** Files of one account. */
  readonly files: number;
  /** Rows of one account. */
  readonly rows: number;
  /** Rows of all accounts with this role together, not fewer than those of one. */
  readonly rowsOfAll: number;
}

/** The most that can be set. */
export const MOST_EXPORTS: ExportQuota = { files: 1_000, rows: 5_000_000, rowsOfAll: 50_000_000 };

/** Of a role for which nobody said otherwise. */
export const USUAL_EXPORTS: ExportQuota = { files: 20, rows: 20_000, rowsOfAll: 100_000 };
/** Of roles that read no list which leaves as a file. */
const NO_EXPORTS: ExportQuota = { files: 0, rows: 0, rowsOfAll: 0 };

/** Of the shipped roles. Those of a whole city reach over all its streets: their sum is a ceiling for the city. */
export const EXPORT_QUOTAS: Readonly<Record<RolePreset, ExportQuota>> = {
  headquarters: { files: 50, rows: 200_000, rowsOfAll: 1_000_000 },
  privacy_officer: NO_EXPORTS,
  data_team: USUAL_EXPORTS,
  evidence_reviewer: NO_EXPORTS,
  dispatcher_110: USUAL_EXPORTS,
  hotline_12345: USUAL_EXPORTS,
  epidemiologist: NO_EXPORTS,
  trace_approver: NO_EXPORTS,
  street_officer: { files: 20, rows: 20_000, rowsOfAll: 400_000 },
  venue_manager: { files: 5, rows: 100, rowsOfAll: 20_000 },
  system_admin: USUAL_EXPORTS,
  security_admin: USUAL_EXPORTS,
  audit_admin: { files: 50, rows: 5_000_000, rowsOfAll: 20_000_000 },
};
