/** Readings as they are typed; pure. */
import { judge } from '../components/reading'
import type { Gas, Limit, Reading } from './wire'

export interface Row extends Reading { text: string }
const NONE: Limit = { least: null, most: null }

export const limitOf = (gases: Gas[], row: Pick<Row, 'gas' | 'unit'>): Limit => gases.find((one) => one.key === row.gas)?.limits[row.unit] ?? NONE

export function readingsOf(rows: Row[]): Record<string, unknown>[] {
  return rows.map(({ gas, unit, zone, point, distance_m, text }) => ({
    gas, unit, zone, point: point ?? '', distance_m: distance_m ?? null, value: judge(text, null, null).value,
  }))
}
