/**
 * Types of the `smpp` package (0.5.1), which brings none: what a server and a client of SMPP 3.4 need.
 * Source: the package's own lib/smpp.js, lib/pdu.js and lib/defs.js.
 */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events';
  import type { Server as NetServer, Socket } from 'node:net';

  /** A text with its user data header; sent as one `Buffer`, received as a list of information elements. */
  export interface ShortMessage {
    udh?: Buffer | Buffer[];
    message: string | Buffer;
  }

  /** Parameters and TLVs of the commands used here. */
  export interface PduFields {
    command_status?: number;
    sequence_number?: number;
    system_id?: string;
    password?: string;
    system_type?: string;
    interface_version?: number;
    source_addr?: string;
    source_addr_ton?: number;
    source_addr_npi?: number;
    destination_addr?: string;
    dest_addr_ton?: number;
    dest_addr_npi?: number;
    esm_class?: number;
    registered_delivery?: number;
    data_coding?: number;
    short_message?: string | Buffer | ShortMessage;
    message_id?: string;
    message_payload?: string | Buffer | ShortMessage;
    message_state?: number;
    receipted_message_id?: string;
    user_message_reference?: number;
    sar_msg_ref_num?: number;
    sar_total_segments?: number;
    sar_segment_seqnum?: number;
  }

  export interface Pdu extends PduFields {
    readonly command: string;
    readonly command_id: number;
    command_status: number;
    sequence_number: number;
    isResponse(): boolean;
    response(fields?: PduFields): Pdu;
  }

  /** Sends a command; `false` when the socket is no longer writable. */
  export type Command = (fields?: PduFields, answered?: (answer: Pdu) => void, sent?: (pdu: Pdu) => void) => boolean;

  export interface Session extends EventEmitter {
    readonly socket: Socket;
    send(pdu: Pdu, answered?: (answer: Pdu) => void, sent?: (pdu: Pdu) => void): boolean;
    close(closed?: () => void): void;
    destroy(closed?: () => void): void;
    readonly bind_transceiver: Command;
    readonly bind_transmitter: Command;
    readonly bind_receiver: Command;
    readonly submit_sm: Command;
    readonly deliver_sm: Command;
    readonly enquire_link: Command;
    readonly unbind: Command;
  }

  export interface Server extends NetServer {
    readonly sessions: readonly Session[];
  }

  export interface ConnectOptions {
    host?: string;
    port?: number;
    url?: string;
    auto_enquire_link_period?: number;
    connectTimeout?: number;
  }

  export interface Smpp {
    createServer(listener: (session: Session) => void): Server;
    connect(options: ConnectOptions, connected?: () => void): Session;
    readonly errors: Readonly<Record<string, number>>;
  }

  const smpp: Smpp;
  export default smpp;
}
