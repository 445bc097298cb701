export { DeviceKey } from './device-key';
export { type DeviceConnection, SimulatedDevice } from './simulated-device';
