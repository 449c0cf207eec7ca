/** One live topic over SSE: a snapshot, then changes; says honestly when it is not live. */
import { type Topic, urls } from '../kernel/api'

export type FeedState = 'connecting' | 'live' | 'down' | 'denied'
export interface FeedHandlers<S, C> {
  snapshot(data: S): void
  change(data: C): void
  state(state: FeedState): void
}
export interface Feed { close(): void; reopen(): void }

/** `quietMs`: silence that means the line is dead, for topics that always speak. */
export function openFeed<S, C>(topic: Topic, on: FeedHandlers<S, C>, quietMs = 0): Feed {
  let source: EventSource | null = null
  let heard = 0
  let tries = 0
  let retry = 0
  let closed = false

  const read = <T>(event: Event, use: (data: T) => void): void => {
    heard = Date.now()
    tries = 0
    try {
      use(JSON.parse((event as MessageEvent<string>).data) as T)
    } catch (error) {
      console.error('feed', topic, error)
    }
  }
  const open = (): void => {
    source?.close()
    heard = Date.now()
    on.state('connecting')
    source = new EventSource(urls.live(topic))
    source.addEventListener('snapshot', (e) => { on.state('live'); read<S>(e, (d) => on.snapshot(d)) })
    source.addEventListener('change', (e) => { on.state('live'); read<C>(e, (d) => on.change(d)) })
    source.onopen = () => { heard = Date.now(); on.state('live') }
    source.onerror = () => {
      on.state('down')
      // A dropped line reconnects by itself with Last-Event-ID; a refused one does not.
      if (source?.readyState === EventSource.CLOSED) void explain()
    }
  }
  const explain = async (): Promise<void> => {
    const status = await fetch(urls.roster, { credentials: 'same-origin', headers: { Accept: 'application/json' } }).then((r) => r.status, () => 0)
    if (closed) return
    if (status === 401 || status === 403) on.state('denied')
    later()
  }
  const later = (): void => {
    clearTimeout(retry)
    retry = window.setTimeout(open, Math.min(15_000, 1000 * 2 ** Math.min(tries++, 4)))
  }
  const watchdog = quietMs
    ? window.setInterval(() => {
        if (source && source.readyState !== EventSource.CLOSED && Date.now() - heard > quietMs) { on.state('down'); open() }
      }, 1000)
    : 0
  const leave = (): void => source?.close() // frees the connection at once when the page goes
  window.addEventListener('pagehide', leave)
  const back = (event: PageTransitionEvent): void => { if (event.persisted) open() }
  window.addEventListener('pageshow', back)
  open()
  return {
    close() {
      closed = true
      source?.close()
      clearTimeout(retry)
      clearInterval(watchdog)
      window.removeEventListener('pagehide', leave)
      window.removeEventListener('pageshow', back)
    },
    reopen: open,
  }
}
