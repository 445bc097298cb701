import type { Pdu, ShortMessage } from 'smpp';

/** One part of a concatenated message. */
interface Part {
  readonly reference: number;
  readonly total: number;
  /** From 1. */
  readonly number: number;
}

/** A submitted text and, when it is one of several, which. */
export interface Segment {
  readonly text: string;
  readonly part?: Part;
}

/** Information elements of 3GPP TS 23.040 §9.2.3.24: concatenation with 8-bit and 16-bit reference. */
const IE_CONCATENATED_8 = 0x00;
const IE_CONCATENATED_16 = 0x08;

function partOfElement(element: Buffer): Part | undefined {
  const [id, length] = element;
  if (id === IE_CONCATENATED_8 && length === 3 && element.length === 5)
    return { reference: element.readUInt8(2), total: element.readUInt8(3), number: element.readUInt8(4) };
  if (id === IE_CONCATENATED_16 && length === 4 && element.length === 6)
    return { reference: element.readUInt16BE(2), total: element.readUInt8(4), number: element.readUInt8(5) };
  return undefined;
}

function partOf(pdu: Pdu, message: ShortMessage): Part | undefined {
  const { sar_msg_ref_num: reference, sar_total_segments: total, sar_segment_seqnum: number } = pdu;
  if (reference !== undefined && total !== undefined && number !== undefined) return { reference, total, number };
  const elements = Array.isArray(message.udh) ? message.udh : [];
  return elements.map(partOfElement).find((part) => part !== undefined);
}

function bodyOf(pdu: Pdu): ShortMessage {
  const bodies = [pdu.short_message, pdu.message_payload];
  const decoded = bodies.filter((body): body is ShortMessage => typeof body === 'object' && !Buffer.isBuffer(body));
  return decoded.find((body) => body.message.length > 0) ?? { message: '' };
}

/** Reads text and part from a submit_sm; the package has decoded GSM, Latin-1 and UCS-2 by `data_coding` already. */
export function segmentOf(pdu: Pdu): Segment {
  const body = bodyOf(pdu);
  const text = typeof body.message === 'string' ? body.message : body.message.toString('latin1');
  const part = partOf(pdu, body);
  const whole = part === undefined || part.total < 2 || part.number < 1 || part.number > part.total;
  return whole ? { text } : { text, part };
}

/** A message with all its parts. */
export interface WholeMessage {
  /** Message id given to part 1. */
  readonly id: string;
  readonly text: string;
}

interface Received {
  readonly id: string;
  readonly text: string;
}

/** Messages of which a part is still missing; the oldest is forgotten beyond this many. */
const MOST_UNFINISHED = 1_000;

/** Puts parts together in whatever order they come. */
export class Reassembly {
  readonly #unfinished = new Map<string, Map<number, Received>>();

  /** The whole message when this segment completes one. */
  add(from: string, to: string, id: string, segment: Segment): WholeMessage | undefined {
    const { part, text } = segment;
    if (part === undefined) return { id, text };
    const key = `${from}/${to}/${part.reference}/${part.total}`;
    const parts = this.#unfinished.get(key) ?? new Map<number, Received>();
    parts.set(part.number, { id, text });
    if (parts.size < part.total) {
      this.#unfinished.set(key, parts);
      this.#forgetOldest();
      return undefined;
    }
    this.#unfinished.delete(key);
    const ordered = Array.from(parts).sort(([a], [b]) => a - b);
    return { id: ordered[0]?.[1].id ?? id, text: ordered.map(([, received]) => received.text).join('') };
  }

  #forgetOldest(): void {
    const oldest = this.#unfinished.keys().next();
    if (this.#unfinished.size > MOST_UNFINISHED && !oldest.done) this.#unfinished.delete(oldest.value);
  }
}
