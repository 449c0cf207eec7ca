/** Plant metres → screen pixels. Without pitch the whole map is one affine transform over a plant. */
export interface Affine { a: number; b: number; c: number; d: number; e: number; f: number }

/** From the screen points of plant (0,0), (span,0) and (0,span). */
export function affineFrom(o: Pt, x: Pt, y: Pt, span: number): Affine {
  return { a: (x.x - o.x) / span, b: (x.y - o.y) / span, c: (y.x - o.x) / span, d: (y.y - o.y) / span, e: o.x, f: o.y }
}
interface Pt { x: number; y: number }

export const toScreenX = (m: Affine, x: number, y: number): number => m.a * x + m.c * y + m.e
export const toScreenY = (m: Affine, x: number, y: number): number => m.b * x + m.d * y + m.f
export const pixelsPerMetre = (m: Affine): number => Math.hypot(m.a, m.b)

export function toPlantPoint(m: Affine, px: number, py: number): [number, number] {
  const det = m.a * m.d - m.b * m.c
  const dx = px - m.e, dy = py - m.f
  return [(m.d * dx - m.c * dy) / det, (m.a * dy - m.b * dx) / det]
}

/** Radius of a person's symbol: grows gently with zoom, never too small to tell the shape. */
export const symbolRadius = (ppm: number, scale: number): number => Math.min(9.5, Math.max(4.4, 4.7 + 1.15 * Math.log2(Math.max(ppm, 0.01)))) * scale
