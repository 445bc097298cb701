import type { Colour } from '../vocabulary';

/** What a policy says about who gets a code. */
export interface CodeLimits {
  readonly applicantMustBeGreen: boolean;
  /** Null: any number. */
  readonly codesPerPhone: number | null;
  /** Null: any number. */
  readonly venuesPerManager: number | null;
}

/** What is known of an application and whoever makes it, without the application itself. */
export interface ApplicantFacts {
  readonly colour: Colour;
  /** Codes and open applications of the telephone. */
  readonly codesOfPhone: number;
  /** Codes and open applications of the person. */
  readonly venuesOfManager: number;
  /** Whether the same subject applied for the same address, or has a code there. */
  readonly same: 'none' | 'pending' | 'coded';
}

/** Why no code is to be had; the same words as the errors of the wire. */
export type ApplicationProblem =
  | 'APPLICANT_NOT_GREEN'
  | 'APPLICATION_PENDING'
  | 'VENUE_ALREADY_CODED'
  | 'CODES_OF_PHONE_USED'
  | 'VENUES_OF_MANAGER_USED';

/** The first reason for refusing an application; undefined when it may be made. */
export function problemOfApplication(limits: CodeLimits, facts: ApplicantFacts): ApplicationProblem | undefined {
  if (limits.applicantMustBeGreen && facts.colour !== 'green') return 'APPLICANT_NOT_GREEN';
  if (facts.same !== 'none') return facts.same === 'pending' ? 'APPLICATION_PENDING' : 'VENUE_ALREADY_CODED';
  if (limits.codesPerPhone !== null && facts.codesOfPhone >= limits.codesPerPhone) return 'CODES_OF_PHONE_USED';
  if (limits.venuesPerManager !== null && facts.venuesOfManager >= limits.venuesPerManager) return 'VENUES_OF_MANAGER_USED';
  return undefined;
}
