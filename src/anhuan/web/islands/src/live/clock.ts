/** One ticking clock for the whole page: every duration counts from it, on the server's time. */
import { onScopeDispose, readonly, ref, type Ref } from 'vue'

/** A wrong PC clock must not make wrong durations: the least delay of recent frames is its error. */
export class Offset {
  private readonly delays: number[] = []
  /** Milliseconds this machine's clock is ahead of the server's; 0 while within two seconds. */
  error = 0
  hear(serverTime: number, localTime: number): void {
    if (!Number.isFinite(serverTime)) return
    this.delays.push(localTime - serverTime)
    if (this.delays.length > 40) this.delays.shift()
    const least = this.delays.reduce((a, b) => (Math.abs(b) < Math.abs(a) ? b : a))
    this.error = Math.abs(least) > 2000 ? least : 0
  }
}
export const offset = new Offset()
export const serverNow = (): number => Date.now() - offset.error

const now = ref(serverNow())
let users = 0
let timer = 0

export function useNow(): Readonly<Ref<number>> {
  if (users++ === 0) { now.value = serverNow(); timer = window.setInterval(() => { now.value = serverNow() }, 1000) }
  onScopeDispose(() => { if (--users === 0) clearInterval(timer) })
  return readonly(now)
}
