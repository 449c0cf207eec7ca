/** Alarms on the map: real buttons with shape, number, pulse ring and running time, above everything. */
import { stopwatch } from '../kernel/time'
import type { Priority } from '../kernel/wire'
import { type Affine, pixelsPerMetre, toScreenX, toScreenY } from './affine'
import { PRIORITY_DIGIT_Y, PRIORITY_PATHS } from './shapes'
import './alarm_markers.css'

export interface Mark {
  id: string
  priority: Priority
  title: string
  /** Shown next to the icon while nobody acknowledged. */
  caption: string
  since: number
  until: number | null
  unacknowledged: boolean
  radius_m: number | null
  /** Names itself on the map without being asked: urgent ones nobody acknowledged. */
  speaks: boolean
  /** Ringed when it is about one person. */
  ring: boolean
  /** Asked at each drawing: an alarm about one person follows that person. */
  where(): { x: number; y: number } | null
}
interface Made { mark: Mark; node: HTMLButtonElement; cap: HTMLElement; time: HTMLElement; shownTime: string; capWidth: number }
/** More names than this and the map is hidden behind them; the list has them all. */
const MOST_CAPTIONS = 4
interface Box { x: number; y: number; w: number; h: number }
const meet = (a: Box, b: Box): boolean => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h

/** Shape and number of a priority: an alarm that gets worse changes both. */
function icon(priority: Priority): Element {
  const made = document.createElement('template')
  made.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${PRIORITY_PATHS[priority]}"/><text x="12" y="${PRIORITY_DIGIT_Y[priority]}" text-anchor="middle">${priority}</text></svg>`
  return made.content.firstElementChild as Element
}

export class AlarmMarkers {
  private readonly made = new Map<string, Made>()
  private readonly box = document.createElement('div')
  chosen: string | null = null
  constructor(host: HTMLElement, private readonly onPress: (id: string) => void) {
    this.box.className = 'ah-marks'
    host.append(this.box)
    this.box.addEventListener('wheel', (event) => { // a mark under the pointer must not keep the map from zooming
      event.preventDefault()
      host.querySelector('canvas')?.dispatchEvent(new WheelEvent('wheel', event))
    }, { passive: false })
  }
  set(marks: readonly Mark[]): void {
    const keep = new Set(marks.map((m) => m.id))
    for (const [id, made] of this.made) if (!keep.has(id)) { made.node.remove(); this.made.delete(id) }
    for (const mark of marks) {
      const made = this.made.get(mark.id) ?? this.create(mark)
      if (made.mark.priority !== mark.priority) made.node.querySelector('svg')?.replaceWith(icon(mark.priority))
      made.mark = mark
      made.node.className = `ah-mark p${mark.priority}${mark.unacknowledged ? ' unack' : ''}${mark.ring ? '' : ' wide'}`
      made.capWidth = 0
      made.node.setAttribute('aria-label', mark.title)
      made.node.title = mark.title
      const caption = made.node.querySelector('.cap b')
      if (caption) caption.textContent = mark.caption
    }
  }
  private create(mark: Mark): Made {
    const node = document.createElement('button')
    node.type = 'button'
    node.innerHTML = '<i class="ring"></i><svg></svg><span class="cap"><b></b><time></time></span>'
    node.querySelector('svg')?.replaceWith(icon(mark.priority))
    node.addEventListener('click', () => this.onPress(mark.id))
    this.box.append(node)
    const made: Made = { mark, node, cap: node.querySelector('.cap') as HTMLElement, time: node.querySelector('time') as HTMLElement, shownTime: '', capWidth: 0 }
    this.made.set(mark.id, made)
    return made
  }
  /** Moves the icons; those that would cover another step aside, the more urgent keeps its place. */
  place(affine: Affine, now: number, step: number): void {
    const taken: Box[] = []
    const width = this.box.clientWidth
    const order = [...this.made.values()].sort((a, b) => a.mark.priority - b.mark.priority || b.mark.since - a.mark.since)
    const placed: { made: Made; x: number; y: number }[] = []
    for (const made of order) {
      const at = made.mark.where()
      made.node.hidden = at === null
      if (!at) continue
      let x = toScreenX(affine, at.x, at.y), y = toScreenY(affine, at.x, at.y)
      if (made.mark.radius_m) y -= made.mark.radius_m * pixelsPerMetre(affine)
      const icon = (): Box => ({ x: x + step * 0.25, y: y - step * 1.1, w: step, h: step })
      for (let i = 0; i < 12 && taken.some((o) => meet(o, icon())); i++) x += step
      taken.push(icon())
      placed.push({ made, x, y })
      made.node.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`
      made.node.style.zIndex = String(10 - made.mark.priority + (made.mark.id === this.chosen ? 10 : 0))
      made.node.classList.toggle('chosen', made.mark.id === this.chosen)
      const time = stopwatch((made.mark.until ?? now) - made.mark.since)
      if (time === made.shownTime) continue
      if (time.length !== made.shownTime.length) made.capWidth = 0
      made.time.textContent = made.shownTime = time
    }
    let said = 0
    for (const { made, x, y } of placed) if (this.caption(made, x, y, step, width, taken, said)) said++
  }
  /** To the right, else to the left, else not at all: captions never cover icons or each other. */
  private caption(made: Made, x: number, y: number, step: number, width: number, taken: Box[], said: number): boolean {
    const chosen = made.mark.id === this.chosen
    const wants = chosen || (made.mark.speaks && said < MOST_CAPTIONS)
    made.node.classList.toggle('say', wants)
    if (!wants) return false
    made.capWidth ||= made.cap.offsetWidth
    const w = made.capWidth + step * 0.2, h = step, top = y - step * 1.1
    const right: Box = { x: x + step * 1.35, y: top, w, h }, left: Box = { x: x + step * 0.15 - w, y: top, w, h }
    const fits = (b: Box): boolean => b.x > 0 && b.x + b.w < width && !taken.some((c) => meet(b, c))
    const side = fits(right) ? 'right' : fits(left) ? 'left' : chosen ? 'right' : ''
    made.node.classList.toggle('left', side === 'left')
    made.node.classList.toggle('say', side !== '')
    if (side) taken.push(side === 'left' ? left : right)
    return side !== ''
  }
  destroy(): void {
    this.box.remove()
  }
}
