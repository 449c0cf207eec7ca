import { expect, test } from 'vitest'
import { asMoment, endOfDay } from './moments'

test('a deadline in days is that day at six in the evening', () => {
  const now = new Date(2026, 10, 29, 9, 30).getTime()
  expect(endOfDay(now, 3)).toBe('2026-12-02T18:00')
})
test('an empty field is no deadline', () => {
  expect(asMoment('')).toBeNull()
  expect(asMoment('nonsense')).toBeNull()
  expect(asMoment('2026-12-02T18:00')).toBe(new Date(2026, 11, 2, 18).toISOString())
})
