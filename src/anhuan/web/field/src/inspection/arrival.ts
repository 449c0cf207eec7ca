/** Whether what was read belongs to a stop: the phone holds digests only, so nobody reads a code out of it. */
import { sm3Hex } from '../kernel/sm3'
import type { Stop } from './wire'

export type Method = 'nfc' | 'qr' | 'typed' | 'beacon' | 'position'
const digest = (text: string): string => sm3Hex(new TextEncoder().encode(text))

export function fits(stop: Stop, method: Method, code: string): boolean {
  if (method === 'position') return true // the server knows where the tag was
  return digest(code) === (method === 'beacon' ? stop.beacon_sm3 : stop.code_sm3)
}
/** The stop a code belongs to; for the word "this is point 3, not point 2". */
export const stopOf = (stops: Stop[], code: string): Stop | null => stops.find((one) => one.code_sm3 && one.code_sm3 === digest(code)) ?? null

interface Chooser { requestDevice(options: object): Promise<{ name?: string }> }
const bluetooth = (): Chooser | undefined => (typeof navigator === 'undefined' ? undefined : (navigator as unknown as { bluetooth?: Chooser }).bluetooth)
export const hasBluetooth = (): boolean => bluetooth() !== undefined

/** The name of a Bluetooth mark nearby, chosen by the person: browsers show no others. */
export async function readBeacon(): Promise<string> {
  const found = await bluetooth()!.requestDevice({ acceptAllDevices: true })
  return found.name ?? ''
}
