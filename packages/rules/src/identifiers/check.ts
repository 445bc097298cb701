/** What was found odd in an identifier that is accepted all the same. */
export const IDENTIFIER_WARNINGS = [
  /** The first six digits name no province that was ever assigned; many old divisions are abolished, so never a refusal. */
  'unknown_division',
  /** Prefix 81, 82 or 83 under another document type: probably a residence permit. */
  'residence_permit_prefix',
  /** The digits where a birth date is expected are not one; the layout is not published, so never a refusal. */
  'birth_date',
  /** The organisation code inside a social credit code fails its own check digit. */
  'organisation_code',
  /** The check digit fails on a kind of number of which many genuine ones fail. */
  'check_digit',
] as const;
export type IdentifierWarning = (typeof IDENTIFIER_WARNINGS)[number];

/** An accepted identifier in the one form in which it is stored and compared, or the reason for refusing it. */
export type IdentifierCheck<Problem extends string> =
  | { readonly ok: true; readonly canonical: string; readonly warnings: readonly IdentifierWarning[] }
  | { readonly ok: false; readonly problem: Problem };

export function accept(canonical: string, ...warnings: readonly IdentifierWarning[]) {
  return { ok: true, canonical, warnings } as const;
}

export function refuse<Problem extends string>(problem: Problem) {
  return { ok: false, problem } as const;
}
