import type { Location, OwnVenueApplication, VenueApplicationBody, VenueApplicationDraft } from '@tongxing/contract';
import { checkPhone, checkSubjectNumber, SUBJECT_KINDS, type SubjectKind, VENUE_CLASSES, type VenueClass } from '@tongxing/rules';

/** What is typed into the questions, all of which have to be answered. */
export interface FormValues {
  readonly name: string;
  readonly class: VenueClass | '';
  readonly subjectKind: SubjectKind;
  readonly subjectName: string;
  readonly subjectNumber: string;
  readonly divisionCode: string;
  readonly divisionPath: string;
  readonly address: string;
  readonly contactName: string;
  readonly contactPhone: string;
  /** Never kept in a draft: it is taken on site, on the day. */
  readonly location: Location | undefined;
}

/** The questions in order; the last one says everything back. */
export const STEPS = ['place', 'subject', 'division', 'address', 'contact', 'check'] as const;
export type StepName = (typeof STEPS)[number];

export const EMPTY: FormValues = {
  name: '',
  class: '',
  subjectKind: 'unit',
  subjectName: '',
  subjectNumber: '',
  divisionCode: '',
  divisionPath: '',
  address: '',
  contactName: '',
  contactPhone: '',
  location: undefined,
};

const TOWNSHIP_DIGITS = 9;
const isText = (text: string, least: number) => text.trim().length >= least;

/** Whether a question is answered well enough to go on; `now` in epoch milliseconds. */
export function isAnswered(step: StepName, values: FormValues, now: number): boolean {
  switch (step) {
    case 'place':
      return isText(values.name, 2) && values.class !== '';
    case 'subject':
      return isText(values.subjectName, 2) && checkSubjectNumber(values.subjectKind, values.subjectNumber, now).ok;
    case 'division':
      return values.divisionCode.length === TOWNSHIP_DIGITS;
    case 'address':
      return isText(values.address, 4) && values.location !== undefined;
    case 'contact':
      return isText(values.contactName, 2) && checkPhone(values.contactPhone).ok;
    case 'check':
      return STEPS.slice(0, -1).every((each) => isAnswered(each, values, now));
  }
}

const STEP_OF: Readonly<Record<string, StepName>> = {
  name: 'place',
  class: 'place',
  subjectKind: 'subject',
  subjectName: 'subject',
  subjectNumber: 'subject',
  divisionCode: 'division',
  address: 'address',
  location: 'address',
  contactName: 'contact',
  contactPhone: 'contact',
};

/** The question that a refused field belongs to. */
export const stepOfField = (field: string): StepName | undefined => STEP_OF[field.split('.')[0] ?? ''];

/** What is sent; undefined while something is missing. */
export function bodyOf({ divisionPath: _path, location, class: venueClass, ...values }: FormValues): VenueApplicationBody | undefined {
  const phone = checkPhone(values.contactPhone);
  if (venueClass === '' || location === undefined || !phone.ok) return undefined;
  return { ...values, class: venueClass, location, contactPhone: phone.canonical };
}

export function draftOf({ location: _location, ...values }: FormValues, step: number): VenueApplicationDraft {
  return { ...values, step };
}

export function valuesOfDraft({ class: venueClass, subjectKind, ...typed }: VenueApplicationDraft): FormValues {
  return {
    ...EMPTY,
    name: typed.name ?? '',
    class: VENUE_CLASSES.find((each) => each === venueClass) ?? '',
    subjectKind: SUBJECT_KINDS.find((each) => each === subjectKind) ?? 'unit',
    subjectName: typed.subjectName ?? '',
    subjectNumber: typed.subjectNumber ?? '',
    divisionCode: typed.divisionCode ?? '',
    divisionPath: typed.divisionPath ?? '',
    address: typed.address ?? '',
    contactName: typed.contactName ?? '',
    contactPhone: typed.contactPhone ?? '',
  };
}

/** A returned application as it was; the position is taken anew. */
export function valuesOfReturned(application: OwnVenueApplication): FormValues {
  const { name, subjectKind, subjectName, subjectNumber, division, address, contactName, contactPhone } = application;
  const typed = { name, class: application.class, subjectKind, subjectName, subjectNumber, address, contactName, contactPhone };
  return { ...EMPTY, ...typed, divisionCode: division.code, divisionPath: division.path };
}
