/** Readings as they are typed; pure. */
import { judge } from '../components/reading'
import type { Detector, Gas, Limit, Reading } from './wire'

export interface Row extends Reading { text: string }
const NONE: Limit = { least: null, most: null }

export const limitOf = (gases: Gas[], row: Pick<Row, 'gas' | 'unit'>): Limit => gases.find((one) => one.key === row.gas)?.limits[row.unit] ?? NONE

export function readingsOf(rows: Row[]): Record<string, unknown>[] {
  return rows.map(({ gas, unit, zone, point, distance_m, text }) => ({
    gas, unit, zone, point: point ?? '', distance_m: distance_m ?? null, value: judge(text, null, null).value,
  }))
}

/** A detector's values into the rows: over the same gas and unit where there is one, else as rows of their own. */
export function filledFrom(detector: Detector, rows: Row[]): Row[] {
  const found = rows.filter((row) => row.gas).map((row) => ({ ...row }))
  const zone = rows.at(-1)?.zone ?? 'inside'
  for (const { gas, unit, value } of detector.readings) {
    const row = found.find((one) => one.gas === gas && one.unit === unit)
    if (row) row.text = String(value)
    else found.push({ gas, unit, zone, point: '', text: String(value) })
  }
  return found
}
