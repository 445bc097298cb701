import type { LoadLevel } from '@tongxing/contract';
import type { ArrivedMessage, InboxQuery } from '@tongxing/simulator';
import type { AcknowledgedVisit } from '../platform/database/watermark-file';
import type { MetricsSnapshot } from '../platform/metrics-sum';

/** What is done once for all processes and handed to each. */
export interface Prepared {
  readonly databaseUrl: string;
  /** Undefined for a process that sends no SMS itself (docs/adr/0015). */
  readonly smppUrl: string | undefined;
  /** Whether the demo's own SMS centre runs, whose inbox can be read. */
  readonly hasInbox: boolean;
}

/** From the process that started everything to one that serves. */
export type ToWorker =
  | { readonly kind: 'begin'; readonly place: number; readonly prepared: Prepared; readonly isBehind: boolean }
  /** The database lacks what was acknowledged: nothing may be written any more. */
  | { readonly kind: 'behind' }
  /** The worst level of all processes. */
  | { readonly kind: 'load'; readonly level: LoadLevel }
  | { readonly kind: 'inbox'; readonly id: number; readonly messages: readonly ArrivedMessage[] }
  | { readonly kind: 'ask-metrics'; readonly id: number }
  | { readonly kind: 'stop' };

/** From a process that serves to the one that started it. */
export type FromWorker =
  /** Can hear; what follows is `begin`. */
  | { readonly kind: 'awake' }
  | { readonly kind: 'serving'; readonly port: number }
  /** Could not start; its end follows. */
  | { readonly kind: 'failed'; readonly text: string }
  /** The newest visits that were committed since the last report. */
  | { readonly kind: 'committed'; readonly visits: readonly AcknowledgedVisit[] }
  /** This process's own level, when it is another than before. */
  | { readonly kind: 'load'; readonly level: LoadLevel }
  | { readonly kind: 'ask-inbox'; readonly id: number; readonly query: InboxQuery }
  | { readonly kind: 'metrics'; readonly id: number; readonly metrics: MetricsSnapshot };
