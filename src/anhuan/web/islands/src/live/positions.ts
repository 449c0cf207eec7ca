/** The live picture: last fix of every tag. Pure; a snapshot and its changes give the next snapshot. */
import type { Cell, FixState, PositionFrame } from '../kernel/wire'

export interface Fix {
  tag: string
  t_ms: number
  x_m: number
  y_m: number
  floor: number
  r68_m: number
  speed_mps: number
  area: string | null
  state: FixState
  blocked: number | null // share of their weight its observations lost, 0..1; past fixes do not say
}
export interface Picture { epoch: string; n: number; t: number; fixes: Map<string, Fix> }
export const emptyPicture = (): Picture => ({ epoch: '', n: -1, t: 0, fixes: new Map() })

const STATES: readonly string[] = ['live', 'still', 'stale', 'lost']
const num = (v: Cell | undefined, other = 0): number => (typeof v === 'number' && Number.isFinite(v) ? v : other)

/** Rows are read by column name, so that the engine may add or reorder columns. */
export function readRows(frame: PositionFrame): Fix[] {
  const at = (name: string): number => frame.cols.indexOf(name)
  const [tag, t, x, y, floor, r68, speed, area, state, blocked] =
    ['tag', 't_ms', 'x_m', 'y_m', 'floor', 'r68_m', 'speed_mps', 'area', 'state', 'blocked'].map(at) as [number, number, number, number, number, number, number, number, number, number]
  const fixes: Fix[] = []
  for (const row of frame.rows) {
    const id = row[tag], px = row[x], py = row[y]
    if (typeof id !== 'string' || typeof px !== 'number' || typeof py !== 'number') continue
    const said = row[state], where = row[area], lost = row[blocked]
    fixes.push({
      tag: id, t_ms: num(row[t]), x_m: px, y_m: py, floor: num(row[floor], 1), r68_m: num(row[r68]), speed_mps: num(row[speed]),
      area: typeof where === 'string' ? where : null,
      state: (typeof said === 'string' && STATES.includes(said) ? said : 'live') as FixState,
      blocked: typeof lost === 'number' ? lost : null,
    })
  }
  return fixes
}

/** A snapshot replaces everything; a change only what it names. A frame already seen changes nothing. */
export function applyFrame(picture: Picture, frame: PositionFrame, isSnapshot: boolean): Fix[] {
  if (!isSnapshot && frame.epoch === picture.epoch && frame.n <= picture.n) return []
  if (isSnapshot) picture.fixes.clear()
  const fixes = readRows(frame)
  for (const fix of fixes) picture.fixes.set(fix.tag, fix)
  picture.epoch = frame.epoch
  picture.n = frame.n
  picture.t = Date.parse(frame.t) || picture.t
  return fixes
}

/** Up to where a position is good, and up to where fair: the plant's settings, given by the page. */
export interface QualityBounds { good_m: number; fair_m: number; good_lost_pct: number; fair_lost_pct: number }
export const usualQuality: QualityBounds = { good_m: 3, fair_m: 5, good_lost_pct: 35, fair_lost_pct: 65 }

/** 'good', 'fair' or 'poor' by the worse of radius and blocked share; as positioning/rules/quality.py. */
export function qualityOf(fix: Fix, at: QualityBounds = usualQuality): 'good' | 'fair' | 'poor' {
  const lost = 100 * (fix.blocked ?? 0)
  if (fix.r68_m <= at.good_m && lost <= at.good_lost_pct) return 'good'
  return fix.r68_m <= at.fair_m && lost <= at.fair_lost_pct ? 'fair' : 'poor'
}
