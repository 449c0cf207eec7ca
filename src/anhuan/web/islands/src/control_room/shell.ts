/** The bits of the Django header that live data moves: `#alarm-count-1..4` and `#live-health`. */
import { t } from '../kernel/i18n'
import { type Health, PRIORITIES, type Priority, type ProcessHealth } from '../kernel/wire'
import type { FeedState } from '../live/feed'

export function countsToShell(counts: Record<Priority, number>): void {
  for (const priority of PRIORITIES) {
    const node = document.getElementById(`alarm-count-${priority}`)
    if (!node) continue
    const text = String(counts[priority])
    if (node.textContent !== text) node.textContent = text
    const chip = node.closest<HTMLElement>('[data-alarm-chip]') ?? node.parentElement
    chip?.classList.toggle('on', counts[priority] > 0)
  }
}

/** Names of what is not well. */
export function troubles(health: Health | null): string[] {
  if (!health?.processes) return health?.state && health.state !== 'ok' ? [health.state] : []
  const list: [string, ProcessHealth][] = Array.isArray(health.processes)
    ? health.processes.map((p) => [p.process ?? '?', p])
    : Object.entries(health.processes)
  return list.filter(([, p]) => p.state && p.state !== 'ok').map(([name]) => name)
}

export function healthToShell(health: Health | null, feed: FeedState, latency: number | null): void {
  const node = document.getElementById('live-health')
  if (!node) return
  const bad = troubles(health)
  const down = feed === 'down' || feed === 'denied'
  const head = down ? t('health.down') : bad.length ? t('health.bad', { what: bad.join('、') }) : t('health.ok')
  const tail = latency !== null && !down ? ` · ${t('health.latency', { s: (latency / 1000).toFixed(1) })}` : ''
  const state = down ? 'down' : bad.length ? 'degraded' : 'ok'
  node.dataset.state = state
  const label = node.querySelector<HTMLElement>('[data-text]') ?? node
  if (label.textContent !== head + tail) label.textContent = head + tail
}
