import { describe, expect, it } from 'vitest'
import { quickSpan, readQuery, writeQuery } from './query'

const now = Date.parse('2026-11-21T06:30:00Z') // 14:30 in the plant

describe('the question in the address', () => {
  it('defaults to today', () => {
    expect(readQuery({}, '', now)).toMatchObject({ mode: 'tracks', subjects: [], from: Date.parse('2026-11-20T16:00:00Z'), to: now })
  })
  it('goes there and back', () => {
    const q = readQuery({}, '?subject=a&subject=b&subject=a&from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z', now)
    expect(q.subjects).toEqual(['a', 'b'])
    expect(readQuery({}, writeQuery(q), now)).toEqual({ ...q, at: now - 3_600_000 })
    const instant = readQuery({ tab: 'everyone', at: '2026-11-19T01:02:03Z' }, '', now)
    expect(readQuery({}, writeQuery(instant), now)).toMatchObject({ mode: 'instant', at: instant.at })
  })
  it('takes the page’s people when the address names none', () => {
    expect(readQuery({ subjects: ['x'] }, '', now).subjects).toEqual(['x'])
  })
  it('has quick spans on plant days', () => {
    expect(quickSpan('yesterday', now)).toEqual({ from: Date.parse('2026-11-19T16:00:00Z'), to: Date.parse('2026-11-20T16:00:00Z') })
    expect(quickSpan('7d', now).to - quickSpan('7d', now).from).toBeLessThanOrEqual(7 * 86_400_000)
  })
})
