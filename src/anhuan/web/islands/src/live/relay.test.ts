import { describe, expect, it } from 'vitest'
import type { Cell, PositionFrame } from '../kernel/wire'
import { AlarmsMemory, PositionsMemory, SystemMemory } from './relay'
import { applyFrame, emptyPicture } from './positions'

const frame = (n: number, rows: Cell[][]): PositionFrame => ({ epoch: 'e', n, t: '2026-11-21T08:00:00Z', cols: ['tag', 'x_m', 'y_m'], rows })

describe('a page that joins late', () => {
  it('sees the same picture as one that listened from the start', () => {
    const memory = new PositionsMemory()
    const early = emptyPicture()
    memory.snapshot({ frame: frame(1, [['a', 1, 1], ['b', 2, 2]]), counts: null })
    applyFrame(early, frame(1, [['a', 1, 1], ['b', 2, 2]]), true)
    for (let n = 2; n < 40; n++) {
      const change = frame(n, [[n % 2 ? 'a' : 'c', n, n]])
      memory.change({ frame: change })
      applyFrame(early, change, false)
    }
    memory.change({ counts: { epoch: 'e', n: 9, t: '', total: { staff: 3 }, areas: {} } })
    const late = emptyPicture()
    const told = memory.recall()
    if (told?.frame) applyFrame(late, told.frame, true)
    expect([...late.fixes].sort()).toEqual([...early.fixes].sort())
    expect([late.n, told?.counts?.total.staff]).toEqual([early.n, 3])
  })
  it('hears nothing before the first snapshot', () => {
    const memory = new PositionsMemory()
    memory.change({ counts: { epoch: 'e', n: 1, t: '', total: {}, areas: {} } })
    expect(memory.recall()).toBeNull()
    expect(new AlarmsMemory().recall()).toBeNull()
  })
  it('is not told passing news again', () => {
    const memory = new SystemMemory()
    memory.snapshot({ health: { state: 'ok' } })
    memory.change({ notice: '换班', roster: true })
    memory.change({ health: { state: 'degraded' } })
    expect(memory.recall()).toEqual({ health: { state: 'degraded' } })
  })
})
