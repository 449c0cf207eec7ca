import { expect, it } from 'vitest'
import { newsOf } from './news'

it('hears its own slices and no others', () => {
  expect(newsOf({ slices: ['hazards', 'permits'] }, ['permits'])).toBe(true)
  expect(newsOf({ slices: ['hazards'] }, ['permits'])).toBe(false)
  expect(newsOf({}, ['permits'])).toBe(false)
})
