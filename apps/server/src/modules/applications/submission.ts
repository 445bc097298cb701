import type { VenueApplicationBody, VenuePolicy } from '@tongxing/contract';
import { addressKey, checkPhone, checkSubjectNumber, problemOfApplication, wgs84From } from '@tongxing/rules';
import { type AttemptRule, countAttempt } from '../../platform/attempt-limits';
import type { Tx } from '../../platform/database/database';
import type { RegisteredResident } from '../../platform/http/principals';
import { Refusal, refuseField } from '../../platform/http/refusal';
import { personToken, recordAudit } from '../audit/public';
import { HealthFactsReader } from '../health/public';
import { ownRegistration } from '../identity/public';
import type { Divisions } from '../regions/public';
import type { ApplicationContext } from './context';
import { forgetDraft } from './draft-store';
import { issueTo } from './issuing';
import { policyFor } from './policies';
import { readStanding } from './reads';
import {
  type Applicant,
  type ApplicationFields,
  type ApplicationRow,
  findOwnApplication,
  insertApplication,
  lockApplicant,
  resubmit,
  type Submission,
  withdraw,
} from './store';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Of one telephone; also those that are refused, so that nobody finds out by trying who has a code where. */
const SUBMISSIONS: AttemptRule = { name: 'venue application', most: 20, periodMs: DAY_MS };
/** On site: measured within the day, by a clock that may be some minutes off. */
const LOCATED = { within: DAY_MS, ahead: 300_000 } as const;
const TOWNSHIP_DIGITS = 9;

/** @throws {Refusal} naming the field that is wrong. */
export function checkedFields(
  { vault, clock }: Pick<ApplicationContext, 'vault' | 'clock'>,
  divisions: Divisions,
  body: VenueApplicationBody,
): ApplicationFields {
  const now = clock.now();
  const subject = checkSubjectNumber(body.subjectKind, body.subjectNumber, now);
  if (!subject.ok) throw refuseField('subjectNumber', subject.problem);
  const phone = checkPhone(body.contactPhone);
  if (!phone.ok) throw refuseField('contactPhone', phone.problem);
  if (body.divisionCode.length !== TOWNSHIP_DIGITS) throw refuseField('divisionCode', 'township_required');
  if (!divisions.has(body.divisionCode)) throw refuseField('divisionCode', 'division_unknown');
  const { latitude, longitude } = wgs84From(body.location.system, body.location);
  const locatedAt = new Date(body.location.at);
  if (locatedAt.getTime() > now + LOCATED.ahead) throw refuseField('location.at', 'in_the_future');
  if (locatedAt.getTime() < now - LOCATED.within) throw refuseField('location.at', 'located_too_long_ago');
  return {
    name: body.name,
    class: body.class,
    divisionCode: body.divisionCode,
    address: body.address,
    addressKey: addressKey(body.address),
    latitude,
    longitude,
    locationSystem: body.location.system,
    accuracyM: body.location.accuracyM,
    locatedAt,
    subjectKind: body.subjectKind,
    subjectIndex: vault.index('document', `${body.subjectKind}\n${subject.canonical}`),
    subjectNameSealed: vault.seal('name', body.subjectName),
    subjectNumberSealed: vault.seal('document', subject.canonical),
    contactNameSealed: vault.seal('name', body.contactName),
    contactPhoneSealed: vault.seal('phone', phone.canonical),
  };
}

/** @throws {Refusal} with why nobody gets a code this way. */
async function admit(
  tx: Tx,
  context: ApplicationContext,
  policy: VenuePolicy,
  { applicant, fields, except }: { applicant: Applicant; fields: ApplicationFields; except: string },
): Promise<void> {
  await lockApplicant(tx, applicant, fields.subjectIndex);
  const standing = await readStanding(tx, applicant, fields, except);
  const { colour } = await new HealthFactsReader(tx, context.clock).statusOf(applicant.personId);
  const same = standing.isPending ? 'pending' : standing.isCoded ? 'coded' : 'none';
  const problem = problemOfApplication(policy, { colour, ...standing, same });
  if (problem !== undefined) throw new Refusal(problem);
}

interface Step {
  readonly id: string;
  readonly applicant: Applicant;
  readonly body: VenueApplicationBody;
  readonly fields: ApplicationFields;
  readonly action: 'venue_application.submit' | 'venue_application.resubmit';
  readonly requestId: string;
  readonly write: (tx: Tx, submission: Submission) => Promise<boolean>;
}

/** One submission, in one transaction: admitted by the policy of the place, written, and where it says so the code issued. */
async function submit(context: ApplicationContext, step: Step): Promise<void> {
  const { vault, clock, db, factsChanged } = context;
  const { id, applicant, fields, body, requestId } = step;
  const isIssued = await db.transaction().execute(async (tx) => {
    const policy = await policyFor(tx, fields.divisionCode);
    await admit(tx, context, policy, { applicant, fields, except: id });
    const person = personToken(vault, applicant.personId);
    const submittedAt = new Date(clock.now());
    const isInstant = policy.issue === 'instant';
    const { personId } = applicant;
    const { class: venueClass, divisionCode } = fields;
    const issue = { fields, contactPhone: body.contactPhone, personId, actor: 'person', requestId } as const;
    const venueId = isInstant ? await issueTo(tx, context, issue) : null;
    const isWritten = await step.write(tx, {
      state: isInstant ? 'issued' : 'submitted',
      pack: policy.pack,
      reviewers: policy.reviewers,
      submittedAt,
      dueAt: policy.reviewHours === null ? null : new Date(submittedAt.getTime() + policy.reviewHours * HOUR_MS),
      decidedAt: isInstant ? submittedAt : null,
      venueId,
    });
    if (!isWritten) throw new Refusal('STATE_CONFLICT');
    await forgetDraft(tx, applicant.accountId);
    const after = { pack: policy.pack, version: policy.version, issue: policy.issue, class: venueClass, divisionCode };
    await recordAudit(tx, { actor: 'person', action: step.action, subject: `venue_application:${id}`, person, after, requestId });
    return isInstant;
  });
  if (isIssued) await factsChanged();
}

async function applicantOf({ db, vault }: ApplicationContext, { accountId, personId }: RegisteredResident): Promise<Applicant> {
  const { phone } = await ownRegistration(db, vault, personId);
  return { accountId, personId, phoneIndex: vault.index('phone', phone) };
}

async function countSubmission(context: ApplicationContext, accountId: number): Promise<void> {
  const wait = await countAttempt(context, SUBMISSIONS, String(accountId));
  if (wait > 0) throw new Refusal('TOO_MANY_REQUESTS', { retryAfterSeconds: wait });
}

async function own({ db }: ApplicationContext, accountId: number, id: string): Promise<ApplicationRow> {
  const row = await findOwnApplication(db, accountId, id);
  if (row === undefined) throw new Refusal('NOT_FOUND');
  return row;
}

/**
 * Applies for a code; repeating the id returns what was made first.
 * @throws {Refusal} naming a field; with what the policy or somebody's standing is against; STATE_CONFLICT for the id of
 *   another application; TOO_MANY_REQUESTS.
 */
export async function apply(
  context: ApplicationContext,
  divisions: Divisions,
  resident: RegisteredResident,
  { id, ...body }: VenueApplicationBody & { readonly id: string },
  requestId: string,
): Promise<ApplicationRow> {
  const known = await findOwnApplication(context.db, resident.accountId, id);
  if (known !== undefined) return known;
  const fields = checkedFields(context, divisions, body);
  await countSubmission(context, resident.accountId);
  const applicant = await applicantOf(context, resident);
  try {
    await submit(context, {
      ...{ id, applicant, body, fields, requestId },
      action: 'venue_application.submit',
      write: (tx, submission) => insertApplication(tx, id, applicant, fields, submission),
    });
  } catch (error) {
    // Sent twice at once, the second finds what the first made.
    const made = error instanceof Refusal ? await findOwnApplication(context.db, resident.accountId, id) : undefined;
    if (made === undefined) throw error;
  }
  return own(context, resident.accountId, id);
}

/**
 * Sends a returned application again; repeating it changes nothing.
 * @throws {Refusal} as {@link apply}; NOT_FOUND; STATE_CONFLICT when it is not that version, or not returned.
 */
export async function applyAgain(
  context: ApplicationContext,
  divisions: Divisions,
  resident: RegisteredResident,
  { id, version, ...body }: VenueApplicationBody & { readonly id: string; readonly version: number },
  requestId: string,
): Promise<ApplicationRow> {
  const row = await own(context, resident.accountId, id);
  if (row.version === version + 1) return row;
  if (row.state !== 'returned' || row.version !== version) throw new Refusal('STATE_CONFLICT');
  const fields = checkedFields(context, divisions, body);
  await countSubmission(context, resident.accountId);
  const applicant = await applicantOf(context, resident);
  await submit(context, {
    ...{ id, applicant, body, fields, requestId },
    action: 'venue_application.resubmit',
    write: (tx, submission) => resubmit(tx, { id, version }, applicant.phoneIndex, fields, submission),
  });
  return own(context, resident.accountId, id);
}

/**
 * Withdraws an own application; repeating it changes nothing.
 * @throws {Refusal} NOT_FOUND, or STATE_CONFLICT when it is decided.
 */
export async function withdrawApplication(
  context: ApplicationContext,
  { accountId, personId }: RegisteredResident,
  id: string,
  requestId: string,
): Promise<ApplicationRow> {
  const { db, vault, clock } = context;
  const row = await own(context, accountId, id);
  if (row.state === 'withdrawn') return row;
  await db.transaction().execute(async (tx) => {
    if (!(await withdraw(tx, id, new Date(clock.now())))) throw new Refusal('STATE_CONFLICT');
    const person = personToken(vault, personId);
    await recordAudit(tx, { actor: 'person', action: 'venue_application.withdraw', subject: `venue_application:${id}`, person, requestId });
  });
  return own(context, accountId, id);
}
