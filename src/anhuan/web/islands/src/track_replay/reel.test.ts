import { describe, expect, it, vi } from 'vitest'
import type { Film } from '../kernel/wire'
import { FRAMES, Reel, stepOf } from './reel'

const actor = (x: (number | null)[], floor: (number | null)[] = x.map(() => 1)) => ({ subject: 's', tag: 't', x_dm: x, y_dm: x.map((v) => v && 0), floor, age_s: x.map(() => 0) })
const film = (from: number, actors: Film['actors']): Film => ({ t_ms: Array.from({ length: FRAMES + 1 }, (_, i) => from + 1000 * i), actors })

describe('a reel', () => {
  it('asks for the piece shown and the next, each once, with a frame more than it holds', async () => {
    const get = vi.fn((from: number) => Promise.resolve(film(from, [])))
    const reel = new Reel(get, 1000, () => undefined)
    reel.want(65_000, 200_000)
    reel.want(66_000, 200_000)
    expect(get.mock.calls.map((c) => c.slice(0, 3))).toEqual([[60_000, 121_000, 1000], [120_000, 181_000, 1000]])
  })
  it('does not ask beyond the end', () => {
    const get = vi.fn((from: number) => Promise.resolve(film(from, [])))
    new Reel(get, 1000, () => undefined).want(65_000, 70_000)
    expect(get).toHaveBeenCalledTimes(1)
  })
  it('walks between frames, not across floors or from nowhere', async () => {
    const reel = new Reel((from) => Promise.resolve(film(from, [actor([0, 20, 40, null, 60, 80], [1, 1, 2, null, 1, 1])])), 1000, () => undefined)
    expect(reel.at(500)).toBeNull()
    reel.want(0, 1)
    await Promise.resolve(); await Promise.resolve()
    expect(reel.at(500)).toMatchObject([{ x: 1, floor: 1 }])
    expect(reel.at(1500)).toMatchObject([{ x: 2, floor: 1 }])
    expect(reel.at(2500)).toMatchObject([{ x: 4, floor: 2 }])
    expect(reel.at(3500)).toEqual([])
  })
  it('says why a piece is missing', async () => {
    const reel = new Reel(() => Promise.reject(new Error('请填写查看目的')), 1000, () => undefined)
    reel.want(0, 1)
    await new Promise((done) => setTimeout(done))
    expect(reel.failure(10)).toBe('请填写查看目的')
  })
  it('chooses a step by speed', () => {
    expect([1, 10, 60, 600, 3600].map(stepOf)).toEqual([1, 5, 30, 300, 600])
  })
})
