/** Tells the page when its slices have news, so that htmx reads its boards anew. */
import { readProps } from '../kernel/props'
import { openFeed } from '../live/feed'
import { newsOf, type SystemWord } from './news'

const QUIET_MS = 8_000 // health is told every two seconds

export function mount(host: HTMLElement): void {
  const { slices = [] } = readProps<{ slices: string[] }>(host)
  const tell = (): void => { document.body.dispatchEvent(new Event('live')) }
  let known = false // the page itself is as new as the first picture
  openFeed<unknown, SystemWord>('system', {
    snapshot: () => { if (known) tell(); known = true },
    change: (word) => { if (newsOf(word, slices)) tell() },
    state: () => undefined,
  }, QUIET_MS)
}
