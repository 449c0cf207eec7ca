import { expect, test } from 'vitest'
import { columnsOf, isStep, said, stepText, valueOf } from './dates'

const NOW = new Date(2026, 10, 24, 9, 58)
test('an empty field begins now, at the next five minutes, over the hour too', () => {
  expect(columnsOf('', NOW)).toEqual({ date: ['2026', '11', '24'], time: ['10', '00'] })
  expect(columnsOf('x', NOW).time).toEqual(['10', '00'])
  expect(columnsOf('2026-12-31T23:57', NOW)).toEqual({ date: ['2027', '01', '01'], time: ['00', '00'] })
})
test('what was chosen comes back as it was', () => {
  for (const value of ['2026-02-28T18:05', '2028-02-29T00:00']) expect(valueOf(columnsOf(value, NOW), true)).toBe(value)
  expect(valueOf(columnsOf('2026-02-28', NOW), false)).toBe('2026-02-28')
  expect(['00', '05', '07', '55'].filter(isStep)).toEqual(['00', '05', '55'])
})
test('it is said in the language of the app, not of the phone', () => {
  expect(said('2026-11-24T18:05', 'zh-hans')).toBe('2026年11月24日 18:05')
  expect(said('2026-11-24', 'zh-hans')).toBe('2026年11月24日')
  expect(said('2026-11-24T18:05', 'en')).toBe('24 Nov 2026, 18:05')
  expect(said('', 'en') + said('x', 'en')).toBe('')
  expect([stepText('month', '11', 'zh-hans'), stepText('month', '11', 'en'), stepText('day', '24', 'en'), stepText('hour', '18', 'zh-hans')]).toEqual(['11月', 'Nov', '24', '18时'])
})
