/** Alarm tones made by WebAudio: one voice per priority, repeated until acknowledged. */
import { ref, type Ref } from 'vue'
import type { Priority } from '../kernel/wire'
import { serverNow } from '../live/clock'

/** `notes`: [start s, length s, Hz, loudness]; repeated `every` seconds while the alarm is unacknowledged. */
export interface Tone { every: number; wave: OscillatorType; notes: readonly (readonly [number, number, number, number])[] }
export const TONES: Record<Priority, Tone> = {
  1: { every: 1.6, wave: 'square', notes: [[0, 0.16, 988, 0.34], [0.18, 0.16, 740, 0.34], [0.36, 0.16, 988, 0.34], [0.54, 0.16, 740, 0.34], [0.72, 0.16, 988, 0.34]] },
  2: { every: 3, wave: 'triangle', notes: [[0, 0.22, 784, 0.5], [0.3, 0.22, 784, 0.5], [0.6, 0.34, 622, 0.5]] },
  3: { every: 6, wave: 'sine', notes: [[0, 0.25, 587, 0.4], [0.34, 0.3, 494, 0.4]] },
  4: { every: 12, wave: 'sine', notes: [[0, 0.35, 440, 0.3]] },
}
export type SoundState = 'on' | 'blocked' | 'silenced' | 'unsupported'
const SILENCE_MS = 60_000

export class AlarmSound {
  readonly state: Ref<SoundState> = ref('on')
  readonly silencedUntil = ref(0)
  private ctx: AudioContext | null = null
  private wanted: Priority | null = null
  private timer = 0
  private known: ReadonlySet<string> = new Set()

  constructor() {
    const Context = window.AudioContext as typeof AudioContext | undefined
    if (!Context) { this.state.value = 'unsupported'; return }
    this.ctx = new Context()
    this.ctx.onstatechange = () => this.review()
    for (const kind of ['pointerdown', 'keydown'] as const) window.addEventListener(kind, this.wake, { passive: true })
    this.review()
  }
  private readonly wake = (): void => {
    if (this.ctx?.state === 'suspended') void this.ctx.resume().catch(() => undefined)
  }
  /** The button on the banner: a click is what the browser waits for. */
  async enable(): Promise<void> {
    await this.ctx?.resume().catch(() => undefined)
    this.review()
    if (this.ctx?.state === 'running') this.play(4)
  }
  /** Silence is not acknowledging: the alarm stays as it is, and any new alarm sounds again. */
  silence(): void {
    this.silencedUntil.value = serverNow() + SILENCE_MS
    this.review()
    window.setTimeout(() => this.review(), SILENCE_MS + 50)
  }
  unsilence(): void {
    this.silencedUntil.value = 0
    this.review()
  }
  /** `waiting`: the alarms nobody acknowledged; one that was not there before breaks a silence. */
  demand(priority: Priority | null, waiting: readonly string[]): void {
    if (waiting.some((id) => !this.known.has(id))) this.silencedUntil.value = 0
    this.known = new Set(waiting)
    const changed = priority !== this.wanted
    this.wanted = priority
    this.review(changed)
  }
  private review(restart = false): void {
    if (!this.ctx) return
    const silenced = serverNow() < this.silencedUntil.value
    this.state.value = this.ctx.state !== 'running' ? 'blocked' : silenced ? 'silenced' : 'on'
    const sounding = this.state.value === 'on' && this.wanted !== null
    if (!sounding || restart) { clearInterval(this.timer); this.timer = 0 }
    if (sounding && !this.timer && this.wanted) {
      const priority = this.wanted
      this.play(priority)
      this.timer = window.setInterval(() => this.play(priority), TONES[priority].every * 1000)
    }
  }
  play(priority: Priority): void {
    const ctx = this.ctx
    if (!ctx || ctx.state !== 'running') return
    const tone = TONES[priority]
    for (const [start, length, hertz, loud] of tone.notes) {
      const from = ctx.currentTime + 0.02 + start
      const voice = ctx.createOscillator(), gain = ctx.createGain()
      voice.type = tone.wave
      voice.frequency.value = hertz
      gain.gain.setValueAtTime(0, from)
      gain.gain.linearRampToValueAtTime(loud, from + 0.012)
      gain.gain.setValueAtTime(loud, from + length - 0.03)
      gain.gain.linearRampToValueAtTime(0, from + length)
      voice.connect(gain).connect(ctx.destination)
      voice.start(from)
      voice.stop(from + length + 0.02)
    }
  }
  /** Shift check: each priority once, most urgent first. Returns how long it takes. */
  test(): number {
    let wait = 0
    for (const priority of [1, 2, 3, 4] as const) {
      window.setTimeout(() => this.play(priority), wait)
      wait += 1500
    }
    return wait
  }
  close(): void {
    clearInterval(this.timer)
    for (const kind of ['pointerdown', 'keydown'] as const) window.removeEventListener(kind, this.wake)
    void this.ctx?.close()
  }
}
