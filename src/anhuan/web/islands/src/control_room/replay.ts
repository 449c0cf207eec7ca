/** Everyone at the moment the time bar stands on: fetched, newest request wins. */
import { inject, type InjectionKey, provide, ref, shallowRef, watch } from 'vue'
import { fetchAt } from '../kernel/api'
import type { CountFrame } from '../kernel/wire'
import type { Fix } from '../live/positions'
import { AreaFinder, countFixes, fixesAt } from './counting'
import type { Store } from './store'

export interface InstantState {
  readonly past: { readonly value: ReadonlyMap<string, Fix> }
  readonly counts: { readonly value: CountFrame | null }
  readonly loading: { readonly value: boolean }
  readonly error: { readonly value: string }
  fixes(): Iterable<Fix>
}
const key: InjectionKey<InstantState> = Symbol('instant')
export function useInstant(): InstantState {
  const state = inject(key)
  if (!state) throw new Error('no instant')
  return state
}

export function provideInstant(store: Store): InstantState {
  const past = shallowRef<ReadonlyMap<string, Fix>>(new Map())
  const counts = shallowRef<CountFrame | null>(null)
  const loading = ref(false)
  const error = ref('')
  let busy: AbortController | null = null
  let wanted: number | null = null
  let finder: AreaFinder | null = null
  watch(store.plant, (plant) => { finder = plant && new AreaFinder(plant) }, { immediate: true })

  /** One request at a time: while one runs only the latest wish is kept, so that dragging stays light. */
  const load = async (): Promise<void> => {
    while (wanted !== null) {
      const t = wanted
      wanted = null
      busy = new AbortController()
      loading.value = true
      try {
        const instant = await fetchAt(t, busy.signal)
        if (store.view.replayAt === null) break
        past.value = fixesAt(instant.rows, t, finder)
        counts.value = countFixes(past.value.values(), store.roster.value, t)
        error.value = ''
      } catch (problem) {
        if (!(problem instanceof DOMException)) error.value = problem instanceof Error ? problem.message : String(problem)
      }
    }
    busy = null
    loading.value = false
  }
  watch(() => store.view.replayAt, (t) => {
    if (t === null) { busy?.abort(); wanted = null; past.value = new Map(); counts.value = null; return }
    wanted = t
    if (!busy) void load()
  })
  const state: InstantState = { past, counts, loading, error, fixes: () => (store.view.replayAt === null ? store.picture.fixes.values() : past.value.values()) }
  provide(key, state)
  return state
}
