/**
 * When something happened, told so that a wrong or turned clock is found out.
 *
 * The wall clock can be set by anybody; the monotonic one cannot, but stands still while the phone
 * sleeps and starts anew with the page (`session`). The server gets both, and the last moment it
 * told us itself; `domains/field/rules/times.py` works out the true time and how doubtful it is.
 */
import { uuid7 } from './ids'

export interface Moment { device_at: number; monotonic_ms: number; session: string }
/** The last server time this device saw, and what its own clocks showed then. */
export interface Reference extends Moment { server_at: number }
export interface Stamp extends Moment { ref: Reference | null }

export interface Clocks { wall(): number; monotonic(): number; session: string }
export const deviceClocks: Clocks = {
  wall: () => Date.now(),
  monotonic: () => Math.round(performance.now()),
  session: uuid7(),
}

export const moment = (clocks: Clocks = deviceClocks): Moment => ({
  device_at: clocks.wall(), monotonic_ms: clocks.monotonic(), session: clocks.session,
})

/** The best guess of the server's time now: never before what the server itself has said. */
export function trustedNow(ref: Reference | null, clocks: Clocks = deviceClocks): number {
  if (!ref) return clocks.wall()
  const floor = ref.session === clocks.session ? ref.server_at + clocks.monotonic() - ref.monotonic_ms : ref.server_at
  return Math.max(floor, ref.server_at + clocks.wall() - ref.device_at)
}

/** By how many ms the device's clock is ahead of the server's, as last seen. */
export const skew = (ref: Reference | null): number => (ref ? ref.device_at - ref.server_at : 0)
