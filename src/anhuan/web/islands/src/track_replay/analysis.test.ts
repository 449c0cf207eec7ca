import { describe, expect, it } from 'vitest'
import type { TrackSegment } from '../kernel/wire'
import { covered, distance, flatten, floorChanges, gaps, indexAt, pieces, skipGap, spotAt, stays } from './analysis'

/** [seconds, x, y, floor] */
const track = (rows: [number, number, number, number?][]): TrackSegment => ({ t_ms: rows.map((r) => r[0] * 1000), x_m: rows.map((r) => r[1]), y_m: rows.map((r) => r[2]), floor: rows.map((r) => r[3] ?? 1), r68_m: rows.map(() => 0.4) })
const every = (from: number, to: number, at: (s: number) => [number, number, number?]): [number, number, number, number?][] => Array.from({ length: to - from }, (_, i) => [from + i, ...at(from + i)])
const walk = flatten([track(every(0, 100, (s) => [s, 0]))])

describe('a moment', () => {
  it('finds by time and goes straight between points', () => {
    expect([indexAt(walk, -1), indexAt(walk, 0), indexAt(walk, 1500), indexAt(walk, 1e9)]).toEqual([-1, 0, 1, 99])
    expect(spotAt(walk, 10_500)).toMatchObject({ x: 10.5, ageMs: 0 })
    expect(spotAt(walk, -1)).toBeNull()
  })
  it('holds the last place over a gap and says how old it is', () => {
    const f = flatten([track([[0, 0, 0], [1, 1, 0]]), track([[500, 50, 0]])])
    expect(spotAt(f, 100_000)).toMatchObject({ x: 1, ageMs: 99_000 })
    expect(gaps(f)).toEqual([{ from: 1000, to: 500_000 }])
    expect(covered(f)).toBe(1000)
  })
  it('puts segments in order', () => {
    expect([...flatten([track([[5, 0, 0]]), track([[1, 0, 0]])]).t]).toEqual([1000, 5000])
  })
  it('skips to where somebody has data', () => {
    const f = flatten([track([[0, 0, 0], [500, 50, 0]])])
    expect(skipGap([f], 100_000)).toBe(500_000)
    expect(skipGap([f, walk], 50_000)).toBe(50_000)
    expect(skipGap([f], 900_000)).toBe(900_000)
  })
})

describe('what a track tells', () => {
  it('measures a walk but not the noise of standing', () => {
    expect(distance(walk)).toBeCloseTo(99, 0)
    let seed = 3
    const noise = (): number => ((seed = (seed * 16807) % 2147483647) / 2147483647 - 0.5) * 0.8
    expect(distance(flatten([track(every(0, 600, () => [noise(), noise()]))]))).toBeLessThan(5)
  })
  it('finds stays, and forgives one stray point', () => {
    const f = flatten([track([...every(0, 60, (s) => [s, 0]), ...every(60, 360, (s) => [60 + (s === 200 ? 30 : 0), 0]), ...every(360, 400, (s) => [60 + (s - 360), 0])])])
    const found = stays(f)
    expect(found).toHaveLength(1)
    expect((found[0]?.to ?? 0) - (found[0]?.from ?? 0)).toBeGreaterThan(290_000)
    expect(found[0]?.x).toBeCloseTo(60, 0)
    expect(stays(walk)).toEqual([])
  })
  it('a change of floor or a gap ends a stay', () => {
    const f = flatten([track([...every(0, 200, () => [0, 0, 1]), ...every(200, 400, () => [0, 0, 2])])])
    expect(stays(f).map((s) => s.floor)).toEqual([1, 2])
  })
  it('tells floors but not flicker', () => {
    const f = flatten([track(every(0, 100, (s) => [0, 0, s === 30 ? 2 : s >= 50 ? 3 : 1]))])
    expect(floorChanges(f)).toEqual([{ t: 50_000, from: 1, to: 3 }])
  })
  it('cuts into pieces that touch, thinned', () => {
    const cut = pieces(walk, 0, 100_000, 4)
    expect(cut.map((p) => p.part)).toEqual([0, 1 / 3, 2 / 3, 1])
    expect(cut[0]?.points.at(-1)).toEqual(cut[1]?.points[0])
    expect(pieces(flatten([track(every(0, 50, (s) => [s * 0.01, 0]))]), 0, 50_000, 1)[0]?.points.length ?? 0).toBeLessThan(4)
    expect(pieces(flatten([track([[0, 0, 0], [1, 5, 0], [500, 9, 0], [501, 12, 0]])]), 0, 501_000, 1)).toHaveLength(2)
  })
})
