/** The playing clock: moves a moment forward at a speed until the end. */
import { onScopeDispose, ref, watch, type Ref } from 'vue'

export const SPEEDS = [1, 5, 10, 30, 60, 120] as const

export interface Player { t: Ref<number>; playing: Ref<boolean>; speed: Ref<number>; toggle(): void; seek(t: number): void }

/** `jump` may move a moment on, e.g. over missing data. */
export function usePlayer(range: () => readonly [number, number], jump: (t: number) => number): Player {
  const t = ref(range()[0])
  const playing = ref(false)
  const speed = ref<number>(30)
  let frame = 0, last = 0
  const step = (now: number): void => {
    const [, end] = range()
    const next = jump(t.value + Math.min(250, now - last) * speed.value)
    last = now
    t.value = Math.min(end, next)
    if (t.value >= end) playing.value = false
    if (playing.value) frame = requestAnimationFrame(step)
  }
  watch(playing, (on) => {
    cancelAnimationFrame(frame)
    if (!on) return
    last = performance.now()
    frame = requestAnimationFrame(step)
  })
  onScopeDispose(() => cancelAnimationFrame(frame))
  const seek = (to: number): void => { const [start, end] = range(); t.value = Math.min(end, Math.max(start, to)) }
  return {
    t, playing, speed, seek,
    toggle() {
      const [start, end] = range()
      if (!playing.value && t.value >= end) t.value = start
      playing.value = !playing.value
    },
  }
}
