/** The point somebody scanned for a permit: it speaks for where they stand, for a few minutes. */
import { reactive } from 'vue'
import type { Scanned } from '../components/CodeScanner.vue'

export interface Stood { code: string; how: Scanned['method']; at: number; name: string; distance_m: number | null; isKnown: boolean }
export const GOOD_FOR_MS = 5 * 60_000
const stood = reactive(new Map<string, Stood>())

export const standAt = (permit: string, where: Stood): void => void stood.set(permit, where)
/** The scan that still counts at `now`. */
export function standing(permit: string, now: number): Stood | null {
  const found = stood.get(permit)
  return found && now - found.at <= GOOD_FOR_MS && now >= found.at ? found : null
}
/** As the server takes it: with every deed at this permit. */
export function presence(permit: string, now: number): { point?: string; how?: string } {
  const found = standing(permit, now)
  return found ? { point: found.code, how: found.how } : {}
}
