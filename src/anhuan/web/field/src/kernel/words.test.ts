import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { english } from './words.en'

const folder = new URL('..', import.meta.url).pathname
const sources = readdirSync(folder, { recursive: true }).map(String).filter((name) => /\.(vue|ts)$/.test(name) && !name.endsWith('.test.ts'))

test('every word on a screen has its English', () => {
  const used = sources.flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(/\bt\('([^']+)'/g)].map((m) => m[1]!))
  expect(used.length).toBeGreaterThan(100)
  expect(used.filter((text) => !(text in english) && /[一-鿿]/.test(text))).toEqual([])
})
test('what is filled in is filled in in both', () => {
  const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort()
  for (const [zh, en] of Object.entries(english)) expect(holes(en), zh).toEqual(holes(zh))
})
