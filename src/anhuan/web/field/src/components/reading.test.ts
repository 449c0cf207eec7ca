import { expect, test } from 'vitest'
import { judge, scale } from './reading'

test('the limit itself is good, a hair beyond is not', () => {
  expect(judge('0.20', null, 0.2).state).toBe('good')
  expect(judge('0.21', null, 0.2).state).toBe('high')
  expect(judge('19.5', 19.5, 23.5).state).toBe('good')
  expect(judge('19.4', 19.5, 23.5).state).toBe('low')
})
test('what a Chinese keyboard makes of a point', () => {
  expect(judge('20，7', 19.5, 23.5)).toEqual({ state: 'good', value: 20.7 })
  expect(judge('二十', null, 1).state).toBe('not_a_number')
  expect(judge(' ', null, 1).state).toBe('empty')
})
test('the bar shows room beyond both limits', () => {
  const { fill, marks } = scale(21.5, 19.5, 23.5)
  expect(fill).toBe(50)
  expect(marks).toEqual([25, 75])
})
