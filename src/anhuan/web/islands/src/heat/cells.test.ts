import { describe, expect, it } from 'vitest'
import { gridOf, pixels, warmth } from './cells'

const heat = { cell_m: 2, people: 2, stride: 1, cells: [[0, 0, 60], [2, 1, 600]] as [number, number, number][] }

describe('heat', () => {
  it('knows every square and how large the picture is', () => {
    const grid = gridOf(heat)
    expect([grid.columns, grid.rows, grid.most, grid.at(2, 1), grid.at(1, 1)]).toEqual([3, 2, 600, 600, 0])
  })
  it('is warmest where most time was spent, and nothing where none was', () => {
    expect([warmth(0, 600), warmth(600, 600)]).toEqual([0, 1])
    expect(warmth(60, 600)).toBeGreaterThan(0.4)
    const data = pixels(heat, gridOf(heat), [10, 20, 30])
    expect([...data.slice(0, 3)]).toEqual([10, 20, 30])
    expect(data[4 * 5 + 3]).toBe(230)
    expect(data[4 * 1 + 3]).toBe(0)
  })
})
