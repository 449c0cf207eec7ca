/** What a track tells: where at a moment, how far, where one stayed, which floors, what is missing. Pure. */
import type { TrackSegment } from '../kernel/wire'

/** All segments as one row of columns in time order. */
export interface Flat { t: Float64Array; x: Float64Array; y: Float64Array; floor: Int16Array; r68: Float64Array }
export interface Spot { x: number; y: number; floor: number; r68: number; ageMs: number }
export interface Stay { from: number; to: number; x: number; y: number; floor: number; radius: number }
export interface FloorChange { t: number; from: number; to: number }
export interface Gap { from: number; to: number }

export const GAP_MS = 60_000
export const STAY_MS = 180_000
export const STAY_RADIUS_M = 6
const FLOOR_HOLD_MS = 4000

export function flatten(segments: readonly TrackSegment[]): Flat {
  const n = segments.reduce((sum, s) => sum + s.t_ms.length, 0)
  const flat: Flat = { t: new Float64Array(n), x: new Float64Array(n), y: new Float64Array(n), floor: new Int16Array(n), r68: new Float64Array(n) }
  let at = 0
  for (const s of [...segments].sort((a, b) => (a.t_ms[0] ?? 0) - (b.t_ms[0] ?? 0))) {
    flat.t.set(s.t_ms, at); flat.x.set(s.x_m, at); flat.y.set(s.y_m, at); flat.floor.set(s.floor, at); flat.r68.set(s.r68_m, at)
    at += s.t_ms.length
  }
  return flat
}
const v = (a: ArrayLike<number>, i: number): number => a[i] ?? 0

/** The last index whose time is at or before `t`; -1 before the first. */
export function indexAt(flat: Flat, t: number): number {
  let low = 0, high = flat.t.length
  while (low < high) {
    const mid = (low + high) >> 1
    if (v(flat.t, mid) <= t) low = mid + 1
    else high = mid
  }
  return low - 1
}
/** Between two points in straight line; over a gap the last place, with its age. */
export function spotAt(flat: Flat, t: number, gapMs = GAP_MS): Spot | null {
  const i = indexAt(flat, t)
  if (i < 0) return null
  const t0 = v(flat.t, i), t1 = v(flat.t, i + 1)
  const join = i + 1 < flat.t.length && t1 - t0 <= gapMs && v(flat.floor, i) === v(flat.floor, i + 1)
  const part = join ? (t - t0) / (t1 - t0) : 0
  return {
    x: v(flat.x, i) + (v(flat.x, i + 1) - v(flat.x, i)) * part, y: v(flat.y, i) + (v(flat.y, i + 1) - v(flat.y, i)) * part,
    floor: v(flat.floor, i), r68: v(flat.r68, i), ageMs: join ? 0 : t - t0,
  }
}

/** Metres walked: a step counts once it is longer than the position's own error, so that standing still adds nothing. */
export function distance(flat: Flat, gapMs = GAP_MS): number {
  let sum = 0
  let ax = v(flat.x, 0), ay = v(flat.y, 0)
  for (let i = 1; i < flat.t.length; i++) {
    const x = v(flat.x, i), y = v(flat.y, i)
    if (v(flat.t, i) - v(flat.t, i - 1) > gapMs) { ax = x; ay = y; continue }
    const d = Math.hypot(x - ax, y - ay)
    if (d >= Math.max(1, 1.5 * v(flat.r68, i))) { sum += d; ax = x; ay = y }
  }
  return sum
}
export function gaps(flat: Flat, least = GAP_MS): Gap[] {
  const out: Gap[] = []
  for (let i = 1; i < flat.t.length; i++) if (v(flat.t, i) - v(flat.t, i - 1) > least) out.push({ from: v(flat.t, i - 1), to: v(flat.t, i) })
  return out
}
/** Milliseconds with a position: the whole span without its gaps. */
export function covered(flat: Flat, least = GAP_MS): number {
  if (flat.t.length < 2) return 0
  return v(flat.t, flat.t.length - 1) - v(flat.t, 0) - gaps(flat, least).reduce((sum, g) => sum + g.to - g.from, 0)
}

/** Times spent within a few metres of one place on one floor. */
export function stays(flat: Flat, gapMs = GAP_MS, radius = STAY_RADIUS_M, leastMs = STAY_MS): Stay[] {
  const out: Stay[] = []
  const n = flat.t.length
  let i = 0
  while (i < n) {
    let cx = v(flat.x, i), cy = v(flat.y, i), count = 1, j = i + 1, away = 0
    while (j < n && v(flat.floor, j) === v(flat.floor, i) && v(flat.t, j) - v(flat.t, j - 1) <= gapMs) {
      const far = Math.hypot(v(flat.x, j) - cx, v(flat.y, j) - cy) > radius
      away = far ? away + 1 : 0
      if (away > 3) break // a single stray point is not a departure
      if (!far) { count++; cx += (v(flat.x, j) - cx) / count; cy += (v(flat.y, j) - cy) / count }
      j++
    }
    const last = j - 1 - away + (away > 3 ? 1 : 0)
    const end = Math.max(i, Math.min(last, n - 1))
    if (v(flat.t, end) - v(flat.t, i) >= leastMs) {
      let reach = 0
      for (let k = i; k <= end; k++) reach = Math.max(reach, Math.min(radius, Math.hypot(v(flat.x, k) - cx, v(flat.y, k) - cy)))
      out.push({ from: v(flat.t, i), to: v(flat.t, end), x: cx, y: cy, floor: v(flat.floor, i), radius: reach })
      i = end + 1
    } else i++
  }
  return out
}

/** Changes of floor that held for some seconds: a flicker between floors is noise. */
export function floorChanges(flat: Flat, hold = FLOOR_HOLD_MS): FloorChange[] {
  const out: FloorChange[] = []
  let now = v(flat.floor, 0), since = -1
  for (let i = 1; i < flat.t.length; i++) {
    const f = v(flat.floor, i)
    if (f === now) { since = -1; continue }
    if (since < 0 || v(flat.floor, since) !== f) since = i
    if (v(flat.t, i) - v(flat.t, since) >= hold || i === flat.t.length - 1) {
      out.push({ t: v(flat.t, since), from: now, to: f })
      now = f
      since = -1
    }
  }
  return out
}

export interface Piece { points: [number, number][]; floor: number; part: number }
/** The track as drawable pieces: cut at gaps, floors and time steps, thinned to what can be seen. */
export function pieces(flat: Flat, from: number, to: number, bins = 48, gapMs = GAP_MS, least = 0.3): Piece[] {
  const out: Piece[] = []
  let open: Piece | null = null, bin = -1
  const close = (): void => { if (open && open.points.length > 1) out.push(open); open = null }
  for (let i = 0; i < flat.t.length; i++) {
    const t = v(flat.t, i), p: [number, number] = [v(flat.x, i), v(flat.y, i)]
    const b = Math.min(bins - 1, Math.max(0, Math.floor(((t - from) / Math.max(1, to - from)) * bins)))
    const broken = i > 0 && (t - v(flat.t, i - 1) > gapMs || v(flat.floor, i) !== v(flat.floor, i - 1))
    if (broken) close()
    else if (open && b !== bin) { (open as Piece).points.push(p); close() } // touch the next piece
    if (!open) open = { points: [p], floor: v(flat.floor, i), part: b / Math.max(1, bins - 1) }
    else {
      const last: [number, number] = (open as Piece).points.at(-1) ?? p
      if (Math.hypot(p[0] - last[0], p[1] - last[1]) >= least) (open as Piece).points.push(p)
    }
    bin = b
  }
  close()
  return out
}

/** When skipping what is missing: the start of the next data if nobody has any at `t`. */
export function skipGap(tracks: readonly Flat[], t: number, gapMs = GAP_MS): number {
  let next = Infinity
  for (const f of tracks) {
    const i = indexAt(f, t)
    const later = v(f.t, i + 1)
    const here = i >= 0 && (t - v(f.t, i) < 5000 || (i + 1 < f.t.length && later - v(f.t, i) <= gapMs))
    if (here) return t
    if (i + 1 < f.t.length) next = Math.min(next, later)
  }
  return Number.isFinite(next) ? next : t
}
