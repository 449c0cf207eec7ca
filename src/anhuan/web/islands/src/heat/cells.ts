/** Heat as one small picture, a pixel a square; presence on a logarithmic scale. Pure but for the canvas. */
import type { Heat } from '../kernel/wire'

export interface Grid { columns: number; rows: number; most: number; at(column: number, row: number): number }

export function gridOf(heat: Heat): Grid {
  let columns = 0, rows = 0, most = 0
  const known = new Map<number, number>()
  for (const [column, row, seconds] of heat.cells) {
    columns = Math.max(columns, column + 1)
    rows = Math.max(rows, row + 1)
    most = Math.max(most, seconds)
    known.set(row * 65_536 + column, seconds)
  }
  return { columns, rows, most, at: (column, row) => known.get(row * 65_536 + column) ?? 0 }
}
/** 0 for nothing, 1 for the most; a second somewhere is not yet warm. */
export const warmth = (seconds: number, most: number): number =>
  seconds <= 0 || most <= 0 ? 0 : Math.min(1, Math.log1p(seconds / 5) / Math.log1p(most / 5))

/** Saturated colour is kept for alarms: heat is one hue, from pale to strong. */
export function pixels(heat: Heat, grid: Grid, rgb: readonly [number, number, number]): Uint8ClampedArray<ArrayBuffer> {
  const out = new Uint8ClampedArray(new ArrayBuffer(4 * grid.columns * grid.rows))
  for (const [column, row, seconds] of heat.cells) out.set([...rgb, Math.round(30 + 200 * warmth(seconds, grid.most))], 4 * (row * grid.columns + column))
  return out
}
