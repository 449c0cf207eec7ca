import { describe, expect, it } from 'vitest'
import { toLonLat } from '../kernel/geo'
import { frame, scaleLength, toPath } from './svg_path'

const site = { name: '', origin_lon: 121, origin_lat: 31, rotation_deg: 20, bounds: [0, 0, 0, 0] as [number, number, number, number] }

describe('small map', () => {
  it('draws in plant metres with y down', () => {
    const ring = [[0, 0], [10, 0], [10, 5], [0, 0]].map(([x = 0, y = 0]) => toLonLat(site, x, y))
    expect(toPath(site, { type: 'Polygon', coordinates: [ring] }).replaceAll('-0.00', '0.00')).toBe('M0.00 0.00L10.00 0.00L10.00 -5.00L0.00 0.00Z')
    expect(toPath(site, { type: 'Point', coordinates: [0, 0] })).toBe('')
  })
  it('frames to the aspect, never closer than the least', () => {
    const box = frame([[0, 0, 10, 100]], 2, 40, 1)
    expect(box).toEqual({ x: -95, y: -100, w: 200, h: 100 })
    expect(frame([[5, 5, 5, 5]], 1, 40).w).toBe(40)
    expect(frame([], 1, 40)).toEqual({ x: -20, y: -20, w: 40, h: 40 })
  })
  it('scales by round lengths', () => expect([scaleLength(90), scaleLength(430), scaleLength(2)]).toEqual([10, 50, 1]))
})
