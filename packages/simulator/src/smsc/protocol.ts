/** Numbers of SMPP 3.4 that the SMS centre speaks, by the names of the specification. */

/** §5.1.3 command_status. */
export const STATUS = {
  ESME_ROK: 0x00,
  ESME_RINVCMDID: 0x03,
  ESME_RINVBNDSTS: 0x04,
  ESME_RALYBND: 0x05,
  ESME_RSYSERR: 0x08,
  ESME_RINVDSTADR: 0x0b,
  ESME_RINVPASWD: 0x0e,
  ESME_RINVSYSID: 0x0f,
  ESME_RTHROTTLED: 0x58,
} as const;

/** §5.2.12: this deliver_sm carries an SMSC delivery receipt. */
export const ESM_CLASS_RECEIPT = 0x04;
/** §5.2.17: the two lowest bits ask for a final receipt, always (1) or on success (3, SMPP 5.0). */
export const REGISTERED_DELIVERY_MASK = 0x03;
export const REGISTERED_DELIVERY_ON_FAILURE_ONLY = 0x02;
/** §5.2.28 message_state DELIVERED. */
export const MESSAGE_STATE_DELIVERED = 2;
/** §5.2.19 data_coding of the receipt's own text: the SMSC's default alphabet. */
export const DATA_CODING_DEFAULT = 0;

/** `YYMMDDhhmm` in UTC, as appendix B writes dates in receipts. */
function receiptDate(at: number): string {
  return new Date(at).toISOString().slice(2, 16).replace(/[-T:]/g, '');
}

/** What a receipt tells. */
export interface Receipt {
  readonly messageId: string;
  /** Epoch milliseconds. */
  readonly submittedAt: number;
  readonly doneAt: number;
}

/** The text of a delivery receipt (SMPP 3.4 appendix B). */
export function receiptText({ messageId, submittedAt, doneAt }: Receipt): string {
  const dates = `submit date:${receiptDate(submittedAt)} done date:${receiptDate(doneAt)}`;
  return `id:${messageId} sub:001 dlvrd:001 ${dates} stat:DELIVRD err:000 text:`;
}
