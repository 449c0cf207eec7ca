/** The picture of one evacuation, read again when it changed and at least every few seconds. */
import { onBeforeUnmount, onMounted, ref, shallowRef } from 'vue'
import { getJson, HttpError, postJson, RefusedError } from '../kernel/api'
import type { SystemChange } from '../kernel/wire'
import { type FeedState, openFeed } from '../live/feed'
import { newer } from './roll'
import type { EvacProps, Picture } from './wire'

const AT_LEAST_EVERY_MS = 2000 // positions and silence move without an event
const QUIET_MS = 10_000

export type Store = ReturnType<typeof useEvacuation>
export function useEvacuation(urls: Partial<EvacProps['urls']>) {
  const picture = shallowRef<Picture | null>(null)
  const failed = ref('')
  const said = ref('')
  const busy = ref('')
  const feed = ref<FeedState>('connecting')
  let reading = false
  let again = false

  function take(next: Picture): void {
    if (newer(picture.value, next)) picture.value = next
    failed.value = ''
  }
  async function read(): Promise<void> {
    if (!urls.picture) return
    if (reading) { again = true; return }
    reading = true
    try {
      take(await getJson<Picture>(urls.picture))
    } catch (error) {
      failed.value = words(error)
    } finally {
      reading = false
      if (again) { again = false; void read() }
    }
  }
  /** A deed answers the picture as it is then; a refusal says why and changes nothing. */
  async function act(url: string | undefined, body: unknown, who: string): Promise<boolean> {
    if (!url || busy.value) return false
    busy.value = who
    try {
      take(await postJson<Picture>(url, body))
      said.value = ''
      return true
    } catch (error) {
      said.value = words(error)
      return false
    } finally {
      busy.value = ''
    }
  }
  const line = openFeed<SystemChange, SystemChange>('system', {
    snapshot: () => { void read() },
    change: (news) => { if (news.evacuation) void read() },
    state: (state) => { feed.value = state },
  }, QUIET_MS)
  const timer = window.setInterval(() => { if (document.visibilityState === 'visible' && picture.value?.is_open !== false) void read() }, AT_LEAST_EVERY_MS)
  onMounted(() => { void read() })
  onBeforeUnmount(() => { line.close(); clearInterval(timer) })
  return { picture, failed, said, busy, feed, act, read }
}

const words = (error: unknown): string =>
  error instanceof RefusedError || error instanceof HttpError || error instanceof Error ? error.message : String(error)
