/** Each gas over time as lines for an SVG; the limit beside. Pure. */
import type { FieldPermit } from './wire'

export interface Curve { key: string; name: string; unit: string; points: string; limit_y: number | null; last: number; isBad: boolean }
export const WIDTH = 320
export const HEIGHT = 96
const ROOM = 1.15

export function curvesOf(gas: FieldPermit['gas']): Curve[] {
  const tests = [...gas.tests].sort((a, b) => a.sampled_at.localeCompare(b.sampled_at))
  const rows = tests.flatMap((test) => test.readings.map((one) => ({ at: Date.parse(test.sampled_at), ...one })))
  const keys = [...new Set(rows.map((one) => `${one.gas} ${one.unit} ${one.zone} ${one.point ?? ''}`))]
  return keys.map((key) => curve(gas, key, rows.filter((one) => `${one.gas} ${one.unit} ${one.zone} ${one.point ?? ''}` === key)))
}

function curve(gas: FieldPermit['gas'], key: string, rows: { at: number; gas: string; unit: string; zone: string; point?: string; value: number }[]): Curve {
  const { gas: name, unit, zone, point } = rows[0]!
  const known = gas.gases.find((one) => one.key === name)
  const limit = known?.limits[unit] ?? { least: null, most: null }
  const values = rows.map((one) => one.value)
  const top = Math.max(...values, limit.most ?? 0) * ROOM || 1
  const from = rows[0]!.at
  const span = Math.max(rows.at(-1)!.at - from, 1)
  const y = (value: number) => round(HEIGHT - (value / top) * HEIGHT)
  const points = rows.map((one) => `${round(((one.at - from) / span) * WIDTH)},${y(one.value)}`).join(' ')
  const last = values.at(-1)!
  const isBad = (limit.most !== null && last > limit.most) || (limit.least !== null && last < limit.least)
  return {
    key, name: `${known?.name ?? name} · ${point || gas.zones[zone] || zone}`, unit: gas.units[unit] ?? unit, points,
    limit_y: limit.most === null ? null : y(limit.most), last, isBad,
  }
}
const round = (x: number): number => Math.round(x * 10) / 10
