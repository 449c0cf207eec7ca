import { describe, expect, it } from 'vitest'
import type { Cell, PositionFrame } from '../kernel/wire'
import { applyFrame, emptyPicture, qualityOf, readRows } from './positions'

const COLS = ['tag', 't_ms', 'x_m', 'y_m', 'floor', 'r68_m', 'speed_mps', 'area', 'state']
const frame = (n: number, rows: Cell[][], epoch = 'e1'): PositionFrame => ({ epoch, n, t: `2026-11-21T08:00:${String(n % 60).padStart(2, '0')}Z`, cols: COLS, rows })
const row = (tag: string, n: number, x: number, state = 'live'): Cell[] => [tag, 1000 * n, x, x / 2, 1, 0.4, 1.1, null, state]

describe('quality of a fix', () => {
  const fixOf = (r68: number, blocked?: number) => {
    const cols = [...COLS, 'blocked'], cells: Cell[] = ['a', 1, 1, 1, 1, r68, 0, null, 'live', ...(blocked === undefined ? [] : [blocked])]
    return readRows({ ...frame(1, [cells]), cols })[0]!
  }
  it.each([[3, 0.35, 'good'], [3.1, 0.1, 'fair'], [1, 0.36, 'fair'], [5, 0.65, 'fair'], [5.1, 0, 'poor'], [1, 0.66, 'poor']] as const)('%d m with %d blocked is %s', (r68, blocked, how) => {
    expect(qualityOf(fixOf(r68, blocked))).toBe(how)
  })
  it("begins where the plant's settings say", () => {
    const strict = { good_m: 1, fair_m: 2, good_lost_pct: 10, fair_lost_pct: 20 }
    expect([1, 1.1, 2.1].map((m) => qualityOf(fixOf(m), strict))).toEqual(['good', 'fair', 'poor'])
    expect([0.1, 0.11, 0.21].map((lost) => qualityOf(fixOf(0.5, lost), strict))).toEqual(['good', 'fair', 'poor'])
  })
  it('goes by the radius where nothing is said of blocking', () => {
    expect(fixOf(1).blocked).toBeNull()
    expect(qualityOf(fixOf(1))).toBe('good')
  })
})

describe('position frames', () => {
  it('snapshot and changes give the same picture as a fresh snapshot', () => {
    let seed = 7
    const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647
    const truth = new Map<string, Cell[]>()
    const incremental = emptyPicture()
    applyFrame(incremental, frame(0, []), true)
    for (let n = 1; n <= 200; n++) {
      const changed = Array.from({ length: 5 }, () => row(`tag-${Math.floor(random() * 30)}`, n, random() * 400, random() < 0.1 ? 'lost' : 'live'))
      for (const r of changed) truth.set(String(r[0]), r)
      applyFrame(incremental, frame(n, changed), false)
    }
    const fresh = emptyPicture()
    applyFrame(fresh, frame(200, [...truth.values()]), true)
    const sorted = (p: typeof fresh) => [...p.fixes.values()].sort((a, b) => a.tag.localeCompare(b.tag))
    expect(sorted(incremental)).toEqual(sorted(fresh))
    expect([incremental.epoch, incremental.n, incremental.t]).toEqual([fresh.epoch, fresh.n, fresh.t])
  })
  it('ignores a frame it has seen, takes one of a new epoch', () => {
    const p = emptyPicture()
    applyFrame(p, frame(5, [row('a', 5, 50)]), true)
    expect(applyFrame(p, frame(5, [row('a', 4, 10)]), false)).toEqual([])
    expect(p.fixes.get('a')?.x_m).toBe(50)
    applyFrame(p, frame(1, [row('a', 6, 60)], 'e2'), false)
    expect(p.fixes.get('a')?.x_m).toBe(60)
  })
  it('a snapshot forgets tags that are gone', () => {
    const p = emptyPicture()
    applyFrame(p, frame(1, [row('a', 1, 1), row('b', 1, 2)]), true)
    applyFrame(p, frame(2, [row('b', 2, 3)]), true)
    expect([...p.fixes.keys()]).toEqual(['b'])
  })
  it('reads by column name and skips rows without a place', () => {
    const odd: PositionFrame = { epoch: 'e', n: 1, t: '2026-11-21T08:00:00Z', cols: ['x_m', 'tag', 'y_m', 'new'], rows: [[1, 'a', 2, 9], [null, 'b', 2, 9]] }
    expect(readRows(odd)).toMatchObject([{ tag: 'a', x_m: 1, y_m: 2, floor: 1, state: 'live' }])
  })
})
