import { expect, test } from 'vitest'
import { sm3Hex } from './sm3'
import { uuid7 } from './ids'

const text = (s: string) => new TextEncoder().encode(s)

test('the examples of GB/T 32905', () => {
  expect(sm3Hex(text('abc'))).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0')
  expect(sm3Hex(text('abcd'.repeat(16)))).toBe('debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732')
})

test('ids are of version 7 and in the order of time', () => {
  const first = uuid7(1_000_000), second = uuid7(1_000_001)
  expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(first < second).toBe(true)
})
