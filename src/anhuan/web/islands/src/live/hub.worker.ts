/** One set of live connections for all windows of a browser.
 *
 * HTTP/1.1 allows six connections to a server. Two control room windows (desk and wall) with three
 * streams each would use them all, and every other request would wait for ever.
 */
import { type FeedState, type Line, openLine } from './line'
import { type Memory, memoryOf } from './relay'

export type ToHub = { join: string; url: string; probe: string; quietMs: number } | { here: true } | { leave: true }
export type FromHub = { topic: string; type: 'snapshot' | 'change'; data: unknown } | { topic: string; type: 'state'; data: FeedState }
interface Channel { line: Line; memory: Memory; state: FeedState; ports: Set<MessagePort> }

const SILENT_MS = 200_000 // pages in the background may speak only once a minute
const channels = new Map<string, Channel>()
const seen = new Map<MessagePort, number>()
const tell = (ports: Iterable<MessagePort>, message: FromHub): void => { for (const port of ports) port.postMessage(message) }

function join(port: MessagePort, topic: string, url: string, probe: string, quietMs: number): void {
  const had = channels.get(topic)
  if (had) {
    had.ports.add(port)
    tell([port], { topic, type: 'state', data: had.state })
    const known = had.memory.recall()
    if (known) tell([port], { topic, type: 'snapshot', data: known })
    return
  }
  const ports = new Set([port])
  const memory = memoryOf(topic)
  const channel: Channel = {
    memory, ports, state: 'connecting',
    line: openLine(url, probe, {
      snapshot: (data) => { memory.snapshot(data); tell(ports, { topic, type: 'snapshot', data }) },
      change: (data) => { memory.change(data); tell(ports, { topic, type: 'change', data }) },
      state: (data) => { const c = channels.get(topic); if (c) c.state = data; tell(ports, { topic, type: 'state', data }) },
    }, quietMs),
  }
  channels.set(topic, channel)
}
function leave(port: MessagePort): void {
  seen.delete(port)
  for (const [topic, channel] of channels) {
    channel.ports.delete(port)
    if (!channel.ports.size) { channel.line.close(); channels.delete(topic) }
  }
}
setInterval(() => {
  for (const [port, at] of seen) if (Date.now() - at > SILENT_MS) leave(port)
}, 30_000)

self.addEventListener('connect', (event) => {
  const port = (event as MessageEvent).ports[0]
  if (!port) return
  seen.set(port, Date.now())
  port.onmessage = ({ data }: MessageEvent<ToHub>) => {
    seen.set(port, Date.now())
    if ('join' in data) join(port, data.join, data.url, data.probe, data.quietMs)
    else if ('leave' in data) leave(port)
  }
})
