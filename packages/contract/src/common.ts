import {
  COLOURS,
  DIRECTIONS,
  DOCUMENT_TYPES,
  EVIDENCE_GRADES,
  REASON_CODES,
  REGIMES,
  RISK_LEVELS,
  SCENES,
  VENUE_CLASSES,
  VENUE_STATES,
  VERDICTS,
} from '@tongxing/rules';
import { z } from 'zod';

/** RFC 3339 with offset. */
export const Instant = z.iso.datetime({ offset: true }).meta({ id: 'Instant', example: '2026-11-22T08:30:00+08:00' });
export const Id = z.uuid().meta({ id: 'Id' });
export const DivisionCode = z
  .string()
  .regex(/^(\d{2}|\d{4}|\d{6}|\d{9})$/)
  .meta({
    id: 'DivisionCode',
    description: 'GB/T 2260 style code cut to its level: 2 province, 4 city, 6 district, 9 township',
    example: '990102001',
  });
/** 13 characters Crockford base32, dashes and lower case accepted on input. */
export const VenueCode = z.string().min(13).max(40).meta({ id: 'VenueCode' });
export const Phone = z
  .string()
  .regex(/^1[3-9]\d{9}$/)
  .meta({ id: 'Phone', example: '13900000001' });

export const Verdict = z.enum(VERDICTS).meta({ id: 'Verdict' });
export const ReasonCode = z.enum(REASON_CODES).meta({ id: 'ReasonCode' });
export const EvidenceGrade = z.enum(EVIDENCE_GRADES).meta({ id: 'EvidenceGrade' });
export const Direction = z.enum(DIRECTIONS).meta({ id: 'Direction' });
export const Colour = z.enum(COLOURS).meta({ id: 'Colour' });
export const Regime = z.enum(REGIMES).meta({ id: 'Regime' });
export const RiskLevel = z.enum(RISK_LEVELS).meta({ id: 'RiskLevel' });
export const Scene = z.enum(SCENES).meta({ id: 'Scene' });
export const VenueClass = z.enum(VENUE_CLASSES).meta({ id: 'VenueClass' });
export const VenueState = z.enum(VENUE_STATES).meta({ id: 'VenueState' });
export const DocumentType = z.enum(DOCUMENT_TYPES).meta({ id: 'DocumentType' });

/** What somebody looks for: trimmed, nothing that is invisible or turns the direction of reading. */
export function searched(max: number, min = 1) {
  return z
    .string()
    .trim()
    .min(min)
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]*$/u);
}

/** Free text an official types and others read: as above, with a letter or a digit in it. */
export function text(max: number, min = 1) {
  return searched(max, min).regex(/[\p{L}\p{N}]/u);
}

export const PageQuery = z.strictObject({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

export function page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

export const IdParams = z.strictObject({ id: Id });

/** A division with its name, as shown in a cell. */
export const DivisionRef = z.object({ code: DivisionCode, name: z.string(), path: z.string() }).meta({ id: 'DivisionRef' });

/** A person as staff see one: masked. */
export const MaskedPerson = z.object({ name: z.string(), phone: z.string(), document: z.string() }).meta({ id: 'MaskedPerson' });
export type MaskedPerson = z.infer<typeof MaskedPerson>;

export const VenueRef = z
  .object({ id: Id, name: z.string(), address: z.string(), checkpoint: z.string().nullable() })
  .meta({ id: 'VenueRef' });
export type VenueRef = z.infer<typeof VenueRef>;
