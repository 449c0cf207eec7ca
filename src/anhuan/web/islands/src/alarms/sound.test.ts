import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

/** Enough of WebAudio to hear when a tone is started. */
class FakeContext {
  static start: 'running' | 'suspended' = 'running'
  static last: FakeContext
  state: string = FakeContext.start
  currentTime = 0
  destination = {}
  onstatechange: (() => void) | null = null
  heard: number[] = []
  constructor() { FakeContext.last = this }
  async resume(): Promise<void> { this.state = 'running'; this.onstatechange?.() }
  async close(): Promise<void> { this.state = 'closed' }
  createOscillator() {
    const hear = (hertz: number): void => { this.heard.push(hertz) }
    const frequency = { value: 0 }
    return { type: '', frequency, connect: (to: unknown) => to, start: () => hear(frequency.value), stop: () => undefined }
  }
  createGain() {
    const gain = { setValueAtTime: () => undefined, linearRampToValueAtTime: () => undefined }
    return { gain, connect: (to: unknown) => to }
  }
}

const listeners = new Map<string, () => void>()
beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('window', {
    AudioContext: FakeContext, setTimeout, setInterval, clearInterval,
    addEventListener: (type: string, call: () => void) => listeners.set(type, call), removeEventListener: () => undefined,
  })
  FakeContext.start = 'running'
})
afterEach(() => { vi.useRealTimers(); vi.unstubAllGlobals() })
const make = async () => new (await import('./sound')).AlarmSound()

describe('alarm sound', () => {
  it('repeats until acknowledged, each priority at its own pace', async () => {
    const sound = await make()
    sound.demand(2, ['a'])
    const once = FakeContext.last.heard.length
    expect(once).toBe(3)
    vi.advanceTimersByTime(9100)
    expect(FakeContext.last.heard.length).toBe(4 * once)
    sound.demand(null, [])
    vi.advanceTimersByTime(20_000)
    expect(FakeContext.last.heard.length).toBe(4 * once)
  })
  it('changes its voice when something worse comes', async () => {
    const sound = await make()
    sound.demand(3, ['a'])
    sound.demand(1, ['a', 'b'])
    expect(FakeContext.last.heard.slice(-5)).toEqual([988, 740, 988, 740, 988])
  })
  it('silence is not acknowledging: it ends by itself and a new alarm breaks it', async () => {
    const sound = await make()
    sound.demand(1, ['a'])
    sound.silence()
    expect(sound.state.value).toBe('silenced')
    const quiet = FakeContext.last.heard.length
    vi.advanceTimersByTime(30_000)
    expect(FakeContext.last.heard.length).toBe(quiet)
    sound.demand(1, ['b']) // acknowledged one, raised another: still one, but a new one
    expect(sound.state.value).toBe('on')
    expect(FakeContext.last.heard.length).toBeGreaterThan(quiet)
    sound.silence()
    vi.advanceTimersByTime(61_000)
    expect(sound.state.value).toBe('on')
  })
  it('says when the browser blocks it, and rings once allowed', async () => {
    FakeContext.start = 'suspended'
    const sound = await make()
    sound.demand(1, ['a'])
    expect(sound.state.value).toBe('blocked')
    expect(FakeContext.last.heard).toEqual([])
    listeners.get('pointerdown')?.()
    await vi.advanceTimersByTimeAsync(10)
    expect(sound.state.value).toBe('on')
    expect(FakeContext.last.heard.length).toBeGreaterThan(0)
  })
  it('says when there is no sound at all', async () => {
    vi.stubGlobal('window', {})
    expect((await make()).state.value).toBe('unsupported')
  })
})
