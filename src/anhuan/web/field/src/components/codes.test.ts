import { expect, test } from 'vitest'
import { bounded, markLines } from './watermark'
import { pointCode } from './codes'

test('a point is known by its link or its bare code', () => {
  expect(pointCode('https://plant.local/m/p/P-101?x=1')).toBe('P-101')
  expect(pointCode('/m/p/%E7%BD%90%E5%8C%BA')).toBe('罐区')
  expect(pointCode(' P-101 ')).toBe('P-101')
  expect(pointCode('https://elsewhere.example/')).toBeNull()
  expect(pointCode('/m/p/%E7%BD')).toBeNull()
})
test('photos are bounded and never blown up', () => {
  expect(bounded(4000, 3000)).toEqual([1600, 1200])
  expect(bounded(640, 480)).toEqual([640, 480])
})
test('the mark tells time, person and place', () => {
  const at = new Date(2026, 10, 22, 14, 36, 8).getTime()
  expect(markLines({ at, who: '王海涛', place: '罐区' })).toEqual(['2026-11-22 14:36:08', '王海涛', '罐区'])
})
