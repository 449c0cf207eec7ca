/** One ticking clock for the whole page: every duration counts from it. */
import { onScopeDispose, readonly, ref, type Ref } from 'vue'

const now = ref(Date.now())
let users = 0
let timer = 0

export function useNow(): Readonly<Ref<number>> {
  if (users++ === 0) { now.value = Date.now(); timer = window.setInterval(() => { now.value = Date.now() }, 1000) }
  onScopeDispose(() => { if (--users === 0) clearInterval(timer) })
  return readonly(now)
}
