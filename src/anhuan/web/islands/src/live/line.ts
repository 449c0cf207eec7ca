/** One EventSource that is watched, explained and opened again. Used in a page and in the shared worker. */
export type FeedState = 'connecting' | 'live' | 'down' | 'denied'
export interface LineEvents { snapshot(data: unknown): void; change(data: unknown): void; state(state: FeedState): void }
export interface Line { close(): void }

/** `quietMs`: silence that means the line is dead, for topics that always speak. */
export function openLine(url: string, probe: string, on: LineEvents, quietMs: number): Line {
  let source: EventSource | null = null
  let heard = 0
  let tries = 0
  let retry: ReturnType<typeof setTimeout> | undefined
  let closed = false
  let said: FeedState | null = null
  const say = (state: FeedState): void => { if (state !== said) { said = state; on.state(state) } }

  const read = (event: Event, use: (data: unknown) => void): void => {
    heard = Date.now()
    tries = 0
    say('live')
    try {
      use(JSON.parse((event as MessageEvent<string>).data))
    } catch (error) {
      console.error('live', url, error)
    }
  }
  const open = (): void => {
    source?.close()
    heard = Date.now()
    if (said !== 'down' && said !== 'denied') say('connecting')
    source = new EventSource(url)
    source.addEventListener('snapshot', (e) => read(e, on.snapshot))
    source.addEventListener('change', (e) => read(e, on.change))
    source.onopen = () => { heard = Date.now() }
    source.onerror = () => {
      if (said !== 'denied') say('down')
      // A dropped line reconnects by itself with Last-Event-ID; a refused one does not.
      if (source?.readyState === EventSource.CLOSED) void explain()
    }
  }
  const explain = async (): Promise<void> => {
    const status = await fetch(probe, { credentials: 'same-origin', headers: { Accept: 'application/json' } }).then((r) => r.status, () => 0)
    if (closed) return
    if (status === 401 || status === 403) say('denied')
    clearTimeout(retry)
    retry = setTimeout(open, Math.min(15_000, 1000 * 2 ** Math.min(tries++, 4)))
  }
  const watchdog = quietMs
    ? setInterval(() => {
        if (source && source.readyState !== EventSource.CLOSED && Date.now() - heard > quietMs) { say('down'); open() }
      }, 1000)
    : undefined
  open()
  return { close() { closed = true; source?.close(); clearTimeout(retry); clearInterval(watchdog) } }
}
