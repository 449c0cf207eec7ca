/** Head-count curve and alarm ticks of the window shown; refreshed each minute while live. */
import { computed, onScopeDispose, ref, type Ref, shallowRef, watch } from 'vue'
import { fetchTimeline } from '../kernel/api'
import type { TimelineData } from '../kernel/wire'
import { SPANS, type SpanKey, stepFor } from './timeline'
import { serverNow } from '../live/clock'

export function useTimeline(span: Ref<SpanKey>, replayAt: () => number | null, now: Readonly<Ref<number>>) {
  const data = shallowRef<TimelineData | null>(null)
  const failed = ref(false)
  /** The window ends now, unless the moment shown lies before it: then it is centred there. */
  const anchor = ref(0)
  const to = computed(() => anchor.value || now.value + SPANS[span.value] * 0.02)
  const from = computed(() => to.value - SPANS[span.value])
  let busy: AbortController | null = null

  const load = async (): Promise<void> => {
    busy?.abort()
    const mine = (busy = new AbortController())
    const length = SPANS[span.value]
    const step = stepFor(length)
    const grid = step * 1000
    const end = Math.ceil(to.value / grid) * grid
    try {
      data.value = await fetchTimeline(end - length - grid, end, step, mine.signal)
      failed.value = false
    } catch {
      if (!mine.signal.aborted) failed.value = true
    }
  }
  watch(replayAt, (t) => {
    const half = SPANS[span.value] / 2
    if (t === null) anchor.value = 0
    else if (t < from.value || t > to.value) anchor.value = Math.min(serverNow(), t + half)
    else if (!anchor.value) anchor.value = to.value // hold still while someone looks at the past
  })
  watch([span, anchor], () => void load(), { immediate: true })
  const timer = window.setInterval(() => { if (!anchor.value) void load() }, 60_000)
  onScopeDispose(() => { clearInterval(timer); busy?.abort() })
  return { from, to, data, failed }
}
