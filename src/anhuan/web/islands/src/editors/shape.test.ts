import { describe, expect, it } from 'vitest'
import { areaOf, fromGeoJson, handles, History, insertAfter, isCrossed, lengthOf, middles, moveHandle, rectangle, removeHandle, type Shape, shift, snap, square, toGeoJson } from './shape'

const site = { origin_lon: 121.4, origin_lat: 30.7, rotation_deg: 11 }
const box = rectangle([10, 20], [40, 60])

describe('shape to form and back', () => {
  const shapes: Shape[] = [box, { type: 'circle', centre: [75, 75], radius: 12.5 }, { type: 'line', points: [[0, 0], [10, 0], [10, 9.5]], radius: 3 }, { type: 'point', centre: [1, 2] }]
  it.each(shapes)('$type survives to the centimetre', (shape) => {
    expect(fromGeoJson(site, JSON.stringify(toGeoJson(site, shape)))).toEqual(shape)
  })
  it('closes the ring and names the radius', () => {
    const g = toGeoJson(site, box).geometry
    expect(g.type === 'Polygon' && g.coordinates[0]?.length).toBe(5)
    expect(toGeoJson(site, shapes[1] as Shape).properties).toEqual({ radius_m: 12.5 })
  })
  it('reads bare geometries, a radius beside them, and refuses nonsense', () => {
    const point = JSON.stringify(toGeoJson(site, { type: 'point', centre: [5, 5] }).geometry)
    expect(fromGeoJson(site, point, 8)).toEqual({ type: 'circle', centre: [5, 5], radius: 8 })
    for (const bad of ['', 'null', '{}', '[1]', '{"type":"Polygon","coordinates":[[[1,2],[3,4]]]}', '{"type":"Feature","geometry":null}']) expect(fromGeoJson(site, bad)).toBeNull()
  })
})

describe('editing', () => {
  it('moves, inserts and removes corners, never below a triangle', () => {
    expect(handles(moveHandle(box, 1, [50.004, 20]))[1]).toEqual([50, 20])
    const five = insertAfter(box, 0, middles(box)[0] ?? [0, 0])
    expect(handles(five)).toHaveLength(5)
    expect(handles(five)[1]).toEqual([25, 20])
    const three = removeHandle(box, 0)
    expect(three && removeHandle(three, 0)).toBeNull()
  })
  it('moves a circle by its centre and its rim', () => {
    const c: Shape = { type: 'circle', centre: [0, 0], radius: 5 }
    expect(moveHandle(c, 0, [3, 4])).toEqual({ type: 'circle', centre: [3, 4], radius: 5 })
    expect(moveHandle(c, 1, [0, 8])).toMatchObject({ radius: 8 })
    expect(shift(c, 1, 1)).toMatchObject({ centre: [1, 1] })
  })
  it('measures', () => {
    expect([areaOf(box), lengthOf(box)]).toEqual([1200, 140])
    expect(lengthOf({ type: 'line', points: [[0, 0], [3, 4]], radius: null })).toBe(5)
  })
  it('sees crossed edges', () => {
    expect(isCrossed(box)).toBe(false)
    expect(isCrossed({ type: 'polygon', points: [[0, 0], [10, 10], [10, 0], [0, 10]] })).toBe(true)
  })
  it('snaps and squares', () => {
    expect(snap([10.3, 20], [[10, 20], [11, 20]], 1)).toEqual([10, 20])
    expect(snap([15, 20], [[10, 20]], 1)).toEqual([15, 20])
    expect(square([0, 0], [9, 2])).toEqual([9, 0])
  })
  it('undoes and redoes', () => {
    const h = new History()
    h.push(box); h.push(box); h.push(shift(box, 1, 0))
    expect(h.undo() && h.now).toEqual(box)
    expect(h.redo() && h.now).toEqual(shift(box, 1, 0))
    h.undo(); h.undo()
    expect([h.now, h.canUndo, h.undo()]).toEqual([null, false, false])
    h.push(null); h.push(box)
    expect(h.canRedo).toBe(false)
  })
})
