import { describe, expect, it } from 'vitest'
import { affineFrom, pixelsPerMetre, symbolRadius, toPlantPoint, toScreenX, toScreenY } from './affine'

describe('plant to screen', () => {
  const m = affineFrom({ x: 100, y: 500 }, { x: 300, y: 460 }, { x: 60, y: 300 }, 100)
  it('hits the points it was made from, and all between', () => {
    expect([toScreenX(m, 0, 0), toScreenY(m, 0, 0)]).toEqual([100, 500])
    expect([toScreenX(m, 100, 0), toScreenY(m, 100, 0)]).toEqual([300, 460])
    expect([toScreenX(m, 50, 50), toScreenY(m, 50, 50)]).toEqual([180, 380])
  })
  it('goes back', () => {
    const [x, y] = toPlantPoint(m, toScreenX(m, 12.5, 77), toScreenY(m, 12.5, 77))
    expect(x).toBeCloseTo(12.5, 9)
    expect(y).toBeCloseTo(77, 9)
    expect(pixelsPerMetre(m)).toBeCloseTo(2.0396, 3)
  })
  it('keeps symbols between legible and modest', () => {
    expect(symbolRadius(0.001, 1)).toBe(4.4)
    expect(symbolRadius(500, 1)).toBe(9.5)
  })
})
