/** A live topic for a page: a snapshot, then changes; says honestly when it is not live. */
import { cookie, type Topic, urls } from '../kernel/api'
import type { FromHub, ToHub } from './hub.worker'
import { type FeedState, openLine } from './line'

export type { FeedState }
export interface FeedHandlers<S, C> { snapshot(data: S): void; change(data: C): void; state(state: FeedState): void }
export interface Feed { close(): void }
type Handlers = FeedHandlers<unknown, unknown>

/** `quietMs`: silence that means the line is dead, for topics that always speak. */
export function openFeed<S, C>(topic: Topic, on: FeedHandlers<S, C>, quietMs = 0): Feed {
  const handlers = on as Handlers
  const hub = sharedHub()
  return hub ? hub.join(topic, handlers, quietMs) : ownLine(topic, handlers, quietMs)
}

function ownLine(topic: Topic, on: Handlers, quietMs: number): Feed {
  let line = openLine(urls.live(topic), urls.roster, on, quietMs)
  const leave = (): void => line.close() // frees the connection at once when the page goes
  const back = (event: PageTransitionEvent): void => { if (event.persisted) line = openLine(urls.live(topic), urls.roster, on, quietMs) }
  window.addEventListener('pagehide', leave)
  window.addEventListener('pageshow', back)
  return { close() { line.close(); window.removeEventListener('pagehide', leave); window.removeEventListener('pageshow', back) } }
}

class Hub {
  private readonly topics = new Map<Topic, { on: Handlers; quietMs: number; own?: Feed }>()
  constructor(private readonly port: MessagePort) {
    port.onmessage = ({ data }: MessageEvent<FromHub>) => {
      const on = this.topics.get(data.topic as Topic)?.on
      if (data.type === 'snapshot') on?.snapshot(data.data)
      else if (data.type === 'change') on?.change(data.data)
      else on?.state(data.data as FeedState)
    }
    port.start()
    window.setInterval(() => this.say({ here: true }), 30_000)
    window.addEventListener('pagehide', () => this.say({ leave: true }))
    window.addEventListener('pageshow', (event) => { if (event.persisted) for (const topic of this.topics.keys()) this.ask(topic) })
  }
  private say(message: ToHub): void { this.port.postMessage(message) }
  private ask(topic: Topic): void {
    const base = location.origin // a worker has its own idea of relative addresses
    this.say({ join: topic, url: base + urls.live(topic), probe: base + urls.roster, quietMs: this.topics.get(topic)?.quietMs ?? 0 })
  }
  fallBack(): void {
    for (const [topic, entry] of this.topics) entry.own ??= ownLine(topic, entry.on, entry.quietMs)
  }
  join(topic: Topic, on: Handlers, quietMs: number): Feed {
    this.topics.set(topic, { on, quietMs })
    this.ask(topic)
    return { close: () => { this.topics.get(topic)?.own?.close(); this.topics.delete(topic); if (!this.topics.size) this.say({ leave: true }) } }
  }
}

let hub: Hub | null | undefined
/** Named after the login (the CSRF token changes with it), so that nobody joins another's streams. */
function sharedHub(): Hub | null {
  if (hub !== undefined) return hub
  hub = null
  if (typeof SharedWorker === 'undefined') return hub
  try {
    const worker = new SharedWorker(new URL('./hub.worker.ts', import.meta.url), { type: 'module', name: `anhuan-live-${cookie('csrftoken').slice(0, 12)}` })
    const made = new Hub(worker.port)
    // The script did not load: the page gets lines of its own.
    worker.onerror = () => { hub = null; made.fallBack() }
    hub = made
  } catch (error) {
    console.error('live hub', error)
  }
  return hub
}
