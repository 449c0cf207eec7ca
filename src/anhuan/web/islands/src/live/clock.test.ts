import { describe, expect, it } from 'vitest'
import { Offset } from './clock'

describe('a wrong PC clock', () => {
  it('is told from delay: small lags are not an error', () => {
    const o = new Offset()
    for (const lag of [400, 900, 350]) o.hear(1_000_000, 1_000_000 + lag)
    expect(o.error).toBe(0)
  })
  it('is corrected by the least delay', () => {
    const o = new Offset()
    for (const lag of [400, 900, 350]) o.hear(1_000_000, 1_000_000 + 120_000 + lag)
    expect(o.error).toBe(120_350)
  })
  it('works when the PC is behind, and forgets', () => {
    const o = new Offset()
    o.hear(1_000_000, 940_000)
    expect(o.error).toBe(-60_000)
    for (let i = 0; i < 40; i++) o.hear(1_000_000, 1_000_100)
    expect(o.error).toBe(0)
  })
})
