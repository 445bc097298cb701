/**
 * The one list of words the whole platform speaks. Wire schemas, database codes and message catalogues
 * are derived from these arrays, so a word added here without a translation fails the catalogue test.
 */

/**
 * The answer to a scan. The first three are verdicts on a person; the last four are *outcomes of a check*
 * that could not be finished, and are never shown as a colour.
 */
export const VERDICTS = ['pass', 'attention', 'stop', 'unknown', 'expired', 'stale', 'timeout'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Colour of a health status. Only evidence produces one; see `health/colour.ts`. */
export const COLOURS = ['green', 'yellow', 'red'] as const;
export type Colour = (typeof COLOURS)[number];

/** How strongly a visit proves that the person was there, weakest first. */
export const EVIDENCE_GRADES = ['static', 'located', 'rotating', 'staff', 'device'] as const;
export type EvidenceGrade = (typeof EVIDENCE_GRADES)[number];

/** The way a scan came in. Every way becomes the same `Scan`. */
export const SCAN_METHODS = ['resident', 'staff', 'device', 'id_card', 'paper_code', 'keyed'] as const;
export type ScanMethod = (typeof SCAN_METHODS)[number];

export const DIRECTIONS = ['in', 'out', 'both'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** `risk_areas`: itinerary checks apply (有中高风险地区). `normal`: scanning only (无中高风险地区). */
export const REGIMES = ['normal', 'risk_areas'] as const;
export type Regime = (typeof REGIMES)[number];

export const RISK_LEVELS = ['low', 'medium', 'high'] as const;
export type RiskLevel = (typeof RISK_LEVELS)[number];

/** Scenes of the Yangzhou notice and the Nanjing variants (mission F10). */
export const SCENES = ['ordinary', 'station', 'city_entry', 'road', 'site_grid'] as const;
export type Scene = (typeof SCENES)[number];

/** Venue classes of the Luxi notice, extensible. */
export const VENUE_CLASSES = [
  'residential',
  'village',
  'school',
  'enterprise',
  'market',
  'mall',
  'supermarket',
  'restaurant',
  'hospital',
  'pharmacy',
  'transport',
  'hotel',
  'entertainment',
  'government',
  'other',
] as const;
export type VenueClass = (typeof VENUE_CLASSES)[number];

export const VENUE_STATES = ['active', 'suspended', 'replaced', 'retired'] as const;
export type VenueState = (typeof VENUE_STATES)[number];

/** Kinds of evidence from which a colour follows. There is no kind that means "because somebody says so". */
export const EVIDENCE_KINDS = [
  'confirmed_case',
  'suspected_case',
  'close_contact',
  'quarantine_order',
  'positive_screening',
  'released_monitoring',
  'fever_declared',
] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** Why the answer is what it is. Every code can be reached by `decide` and is translated in both languages. */
export const REASON_CODES = [
  'HEALTH_GREEN',
  'HEALTH_YELLOW',
  'HEALTH_RED',
  'HEALTH_UNKNOWN',
  'HEALTH_EXPIRED',
  'HEALTH_STALE',
  'HEALTH_TIMEOUT',
  'TRAVEL_RISK_AREA',
  'TRAVEL_ARROW_RED',
  'TRAVEL_ARROW_YELLOW',
  'TRAVEL_STAR',
  'TRAVEL_UNKNOWN',
  'TRAVEL_STALE',
  'TEMPERATURE_HIGH',
  'TEMPERATURE_LOW',
  'TEMPERATURE_REQUIRED',
  'VENUE_SUSPENDED',
  'VENUE_REPLACED',
  'VENUE_RETIRED',
  'REMIND_ONLY',
  /** Nothing was found, and the policy of this door does not ask for the colour. */
  'HEALTH_NOT_CHECKED',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

/** Owner is always 110 (Yangzhou notice): only the owner closes. */
export const INCIDENT_STATES = ['reported', 'dispatched', 'on_site', 'handed_over', 'closed'] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];

/** Result codes a closing must name. */
export const INCIDENT_RESULTS = ['to_isolation', 'to_hospital', 'released', 'false_alarm', 'left_before_arrival'] as const;
export type IncidentResult = (typeof INCIDENT_RESULTS)[number];

export const DOCUMENT_TYPES = [
  'resident_id',
  'residence_permit',
  'foreign_permanent_resident',
  'hk_mo_permit',
  'taiwan_permit',
  'cn_passport',
  'foreign_passport',
] as const;
export type DocumentType = (typeof DOCUMENT_TYPES)[number];

/** Why a contact is on a trace's list. */
export const EXPOSURE_REASONS = ['same_time', 'after_case_left', 'same_checkpoint', 'repeated', 'strong_evidence'] as const;
export type ExposureReason = (typeof EXPOSURE_REASONS)[number];

/** Who answers for a venue, by the kind of number they have (Luxi notice). */
export const SUBJECT_KINDS = ['unit', 'sole_trader', 'person'] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** `returned`: waits for the applicant, not for the officer. */
export const APPLICATION_STATES = ['submitted', 'returned', 'refused', 'withdrawn', 'issued'] as const;
export type ApplicationState = (typeof APPLICATION_STATES)[number];

/** `gcj02` is what maps of the mainland are drawn in, `wgs84` what satellites give. */
export const COORDINATE_SYSTEMS = ['wgs84', 'gcj02'] as const;
export type CoordinateSystem = (typeof COORDINATE_SYSTEMS)[number];
