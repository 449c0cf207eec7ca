/** Which way to the next point: from the one just left, for it works without a network or satellites. Pure. */
import type { Progress } from './progress'
import type { Round, Stop } from './wire'

export interface Way { metres: number; bearing: number; towards: Compass; from: string; floors: number }
export const COMPASS = ['北', '东北', '东', '东南', '南', '西南', '西', '西北'] as const
export type Compass = (typeof COMPASS)[number]
const HERE_M = 3 // closer than this there is no direction worth telling

/** `turnDeg`: counter-clockwise from the plant's x axis to east, as the site has it. */
export function wayBetween(from: Stop, to: Stop, turnDeg: number): Way | null {
  if (from.x_m === null || from.y_m === null || to.x_m === null || to.y_m === null) return null
  const [dx, dy] = [to.x_m - from.x_m, to.y_m - from.y_m]
  const turn = (turnDeg * Math.PI) / 180
  const east = dx * Math.cos(turn) - dy * Math.sin(turn)
  const north = dx * Math.sin(turn) + dy * Math.cos(turn)
  const bearing = (Math.atan2(east, north) * 180 / Math.PI + 360) % 360
  return { metres: Math.round(Math.hypot(dx, dy)), bearing, towards: COMPASS[Math.round(bearing / 45) % 8]!, from: from.name, floors: to.floor - from.floor }
}

/** From the last point arrived at; null before the first, on the spot, or where a place is not known. */
export function wayTo(round: Round, done: Progress, to: Stop): Way | null {
  const been = round.stops.filter((one) => done.arrived.has(one.point) && one.point !== to.point)
  const last = been.sort((a, b) => done.arrived.get(a.point)! - done.arrived.get(b.point)!).at(-1)
  const way = last ? wayBetween(last, to, round.turn_deg) : null
  return way && (way.metres > HERE_M || way.floors) ? way : null
}
