import type { City } from '../city';

/** Parts of a day, in their order. */
export type DayPhase = 'prepare' | 'sign_in' | 'scans' | 'disposal' | 'tracing';

/** How far the present phase is. */
export interface DayProgress {
  readonly phase: DayPhase;
  readonly done: number;
  readonly total: number;
}

/** What `runDay` must be told. */
export interface DayOptions {
  /** Origin of a running server in demo mode, without a trailing slash. */
  readonly baseUrl: string;
  /** The city the server was seeded with: same seed, same size. */
  readonly city: City;
  /** Residents 0 to `residents` - 1 take part. */
  readonly residents: number;
  /** Only venues 0 to `venues` - 1, for a server seeded with fewer; all by default. */
  readonly venues?: number;
  /** Requests under way at a time. */
  readonly concurrency: number;
  /** Sign-in codes are read from the server's demo inbox; there is no other way yet. */
  readonly demoInbox: true;
  readonly onProgress?: (progress: DayProgress) => void;
  readonly signal?: AbortSignal;
  /** For tests: the `fetch` under all clients. */
  readonly fetch?: typeof fetch;
}

/** What the scans of the day came to. */
export interface ScanSummary {
  readonly scansPlanned: number;
  /** Different scans that the server acknowledged: so many visits must be in the database. */
  readonly scansSent: number;
  /** First answers by verdict; they add up to `scansSent`. */
  readonly answers: Record<string, number>;
  /** Scans sent a second time on purpose, half of them at the same moment. */
  readonly doubleTaps: number;
  /** Answers marked as a repetition: double taps, and retries of scans that had been recorded. */
  readonly repeatedAnswers: number;
  /** Second answers that were not the first one again. Must be 0. */
  readonly differingAnswers: number;
  /** Scans given up, by error code; scans of residents who could not sign in count as `NOT_SIGNED_IN`. */
  readonly refused: Record<string, number>;
  /** Requests repeated because of 429, 503 or a lost answer. */
  readonly retries: number;
  readonly scansPerSecond: number;
  /** Milliseconds from request to answer, double taps included, waits between attempts excluded. */
  readonly latency: { readonly p50: number; readonly p99: number };
}

/** What the disposal of the day came to. */
export interface DisposalSummary {
  /** Raised during this run. */
  readonly warnings: number;
  readonly warningsAcknowledged: number;
  /** Opened during this run. */
  readonly incidentsOpened: number;
  readonly incidentsClosed: number;
}

/** What the case of the day came to. */
export interface TracingSummary {
  readonly case: {
    readonly number: string;
    /** Stops of its trajectory within the window. */
    readonly stops: number;
    /** People planned to come through the same doors minutes after the case. */
    readonly companions: number;
  };
  /** Rows of the contact list. */
  readonly traceContacts: number;
}

/** What a synthetic day came to. Holds no personal data. */
export interface DaySummary extends ScanSummary, DisposalSummary, TracingSummary {
  /** RFC 3339; the planned scans lie within. */
  readonly window: { readonly from: string; readonly to: string };
  readonly residents: number;
  readonly signedIn: number;
  /** Registered during this run. */
  readonly registered: number;
  /** Residents who could not sign in or register, by error code. */
  readonly signInRefused: Record<string, number>;
  /** Seconds. */
  readonly durations: Readonly<Record<DayPhase | 'total', number>>;
}
