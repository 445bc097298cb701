import { type SmsCentreMode, startSmsCentre } from '@tongxing/simulator';
import type { SmsArrival } from './shared/sms-gateway';

/**
 * An SMS centre in a process of its own, as the real one is. It says its port, then every text as it has accepted the
 * last part of it, and takes the mode it is told.
 */
const [systemId = '', password = ''] = process.argv.slice(2);
const centre = await startSmsCentre({ host: '127.0.0.1', port: 0, systemId, password, keep: 1 });

let arrived: SmsArrival[] = [];
centre.onMessage(({ at, to, text }) => {
  if (arrived.length === 0) setImmediate(tell);
  arrived.push({ at, to, text });
});

function tell(): void {
  process.send?.({ arrived });
  arrived = [];
}

process.on('message', (message: { mode: SmsCentreMode }) => {
  centre.setMode(message.mode);
  process.send?.({ mode: message.mode });
});
process.once('disconnect', () => process.exit());
// Ctrl-C reaches every process of the terminal: who started this one stops it in its turn.
process.on('SIGINT', () => undefined);
process.send?.({ port: centre.port });
