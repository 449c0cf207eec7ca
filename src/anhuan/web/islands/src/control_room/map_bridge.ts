/** Between the store and the map: people, alarms, selection and camera, without Vue in the hot path. */
import { effectScope, watch, type EffectScope } from 'vue'
import { isUnacknowledged } from '../alarms/list'
import { centreOf, polygonsOf, toPlant } from '../kernel/geo'
import { t } from '../kernel/i18n'
import type { AlarmCard, PlantMap, Priority } from '../kernel/wire'
import type { Fix } from '../live/positions'
import { toScreenX, toScreenY, pixelsPerMetre } from '../map/affine'
import { AlarmMarkers, type Mark } from '../map/alarm_markers'
import type { Actor, Identity } from '../map/people_layer'
import { PlantView, type Scene } from '../map/plant_view'
import { alpha } from '../map/theme'
import { commands } from './keys'
import type { InstantState } from './replay'
import type { Store } from './store'
import { serverNow } from '../live/clock'

export interface BridgeEvents { ready(): void; stack(people: Actor[], x: number, y: number): void; camera(bar: { width: number; metres: number }, bearing: number): void }
/** How near to look at one person or alarm: pixels per metre. */
const CLOSE_PPM = 4.2
const STEPS_M = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]

export class MapBridge {
  readonly view: PlantView
  private readonly marks: AlarmMarkers
  private readonly scope: EffectScope
  private readonly stops: (() => void)[] = []

  constructor(host: HTMLElement, plant: PlantMap, private readonly store: Store, private readonly instant: InstantState, scale: number, private readonly events: BridgeEvents) {
    const phone = host.clientWidth < 600
    this.view = new PlantView(host, plant, scale, phone ? { top: 120, right: 20, bottom: 30, left: 20 } : { top: 66 * scale, right: 66 * scale, bottom: 58 * scale, left: 22 * scale })
    this.marks = new AlarmMarkers(host, (id) => { store.view.chosenAlarm = id; this.locate(id) })
    this.view.map.getCanvas().setAttribute('aria-label', t('map.label'))
    this.view.people.visible = (tag, kind) => store.passes(tag, kind)
    this.view.under.add((scene) => this.paintCircles(scene))
    this.view.after.add((affine) => this.marks.place(affine, serverNow(), 26 * scale))
    this.view.map.on('click', (event) => this.click(event.point.x, event.point.y))
    this.view.map.on('mousemove', (event) => { this.view.map.getCanvas().style.cursor = this.hit(event.point.x, event.point.y).length ? 'pointer' : '' })
    this.view.map.on('dragstart', () => { store.view.follow = false })
    this.view.map.on('move', () => this.tellCamera())
    this.view.map.once('render', () => this.tellCamera())
    this.view.map.once('load', () => events.ready()) // idle may not come while people move
    const onFrame = (fixes: readonly Fix[], whole: boolean): void => { if (store.view.replayAt === null) this.putAll(fixes, whole) }
    store.listeners.add(onFrame)
    this.stops.push(() => store.listeners.delete(onFrame))
    const onLocate = (event: Event): void => this.locate((event as CustomEvent<string>).detail)
    commands.addEventListener('locate', onLocate)
    this.stops.push(() => commands.removeEventListener('locate', onLocate))
    this.scope = effectScope()
    this.scope.run(() => this.watchStore())
    this.refresh()
  }

  private watchStore(): void {
    const { store, view } = this
    const v = store.view
    watch(() => v.floor, (floor) => view.setFloor(floor), { immediate: true })
    watch(() => [...v.layers], (on) => { for (const layer of ['people', 'names', 'risk', 'fences', 'jobs', 'roads', 'anchors', 'structures'] as const) view.setLayer(layer, on.includes(layer)) }, { immediate: true })
    watch(() => [[...v.hiddenKinds], v.department, v.post], () => view.request())
    watch([store.roster, this.instant.past], () => this.refresh())
    watch(() => v.replayAt, (t) => { if (t === null) this.refresh() })
    watch(() => store.feeds.positions, (s) => { view.people.frozen = s === 'down' || s === 'denied'; view.request() })
    watch([store.alarms, store.plant, store.roster, () => v.replayAt], () => this.setMarks(), { immediate: true })
    watch(store.now, () => view.request()) // running times tick
    watch(() => v.chosenAlarm, (id) => { this.marks.chosen = id; view.request() })
    watch(() => [v.selection, v.follow] as const, ([selection, follow]) => {
      view.people.selected = selection?.type === 'person' ? selection.tag : null
      view.chooseArea(selection?.type === 'area' ? selection.id : null)
      if (selection?.type === 'area') this.showArea(selection.id)
      if (selection?.type === 'person' && follow) this.goTo(selection.tag)
      view.request()
    })
  }

  private identity(tag: string): Identity {
    const who = this.store.roster.value.byTag.get(tag)
    return who ? { kind: who.kind, name: who.name } : { kind: 'staff', name: tag.slice(0, 8) }
  }
  private putAll(fixes: Iterable<Fix>, whole: boolean): void {
    const now = performance.now()
    const people = this.view.people
    const seen = whole ? new Set<string>() : null
    for (const fix of fixes) { people.put(fix.tag, this.identity(fix.tag), fix, now); seen?.add(fix.tag) }
    if (seen) people.keepOnly(seen)
    const { selection, follow } = this.store.view
    if (follow && selection?.type === 'person') this.followStep(selection.tag)
    this.view.request()
  }
  private refresh(): void {
    this.putAll(this.instant.fixes(), true)
  }
  private followStep(tag: string): void {
    const actor = this.view.people.actors.get(tag)
    if (!actor || this.view.map.isMoving()) return
    const { clientWidth: w, clientHeight: h } = this.view.map.getContainer()
    const m = this.view.now()
    const dx = Math.abs(toScreenX(m, actor.x_m, actor.y_m) - w / 2), dy = Math.abs(toScreenY(m, actor.x_m, actor.y_m) - h / 2)
    if (dx > w * 0.18 || dy > h * 0.18) this.view.flyTo(actor.x_m, actor.y_m)
    if (this.store.view.floor !== null && this.store.view.floor !== actor.floor) this.store.view.floor = actor.floor
  }
  private goTo(tag: string): void {
    const actor = this.view.people.actors.get(tag)
    if (actor) this.view.flyTo(actor.x_m, actor.y_m, CLOSE_PPM * this.view.scale, this.aside())
  }
  /** The person card stands on the right (on a phone at the bottom): what it is about goes beside it. */
  private aside(): [number, number] {
    const { clientWidth: w, clientHeight: h } = this.view.map.getContainer()
    return w < 600 ? [0, -h * 0.2] : [-Math.min(150 * this.view.scale, w * 0.2), 0]
  }
  private showArea(id: string): void {
    const feature = this.view.data.areas.features.find((f) => f.properties.id === id)
    const centre = feature && centreOf(feature.geometry)
    if (centre) this.view.flyTo(...toPlant(this.view.data.site, centre[0], centre[1]))
  }

  /** Where an alarm is now: with its person while it lasts, else at its place, else amid its area. */
  private whereIs(alarm: AlarmCard): { x: number; y: number } | null {
    const subject = alarm.people.length === 1 && alarm.active && this.store.view.replayAt === null ? alarm.people[0]?.id : undefined
    const tag = subject && this.store.roster.value.bySubject.get(subject)?.tag
    const actor = tag && !alarm.place?.radius_m ? this.view.people.actors.get(tag) : undefined
    if (actor) return { x: actor.x, y: actor.y }
    const place = alarm.place
    if (place && place.x_m !== null && place.y_m !== null) return { x: place.x_m, y: place.y_m }
    const feature = place?.area ? this.view.data.areas.features.find((f) => f.properties.id === place.area) : undefined
    const centre = feature && centreOf(feature.geometry)
    if (!centre) return null
    const [x, y] = toPlant(this.view.data.site, centre[0], centre[1])
    return { x, y }
  }
  /** Live: all open alarms. At a past moment: those that were on then. */
  private shownAlarms(): AlarmCard[] {
    const t = this.store.view.replayAt
    if (t === null) return this.store.sorted.value
    return this.store.sorted.value.filter((a) => Date.parse(a.raised_at) <= t && (!a.returned_at || Date.parse(a.returned_at) >= t))
  }
  private setMarks(): void {
    const marks: Mark[] = this.shownAlarms().map((a) => ({
      id: a.id, priority: a.priority, title: `${t(`priority.${a.priority}`)} ${a.title} ${a.text}`, caption: a.title,
      since: Date.parse(a.raised_at), until: a.active || !a.returned_at ? null : Date.parse(a.returned_at),
      unacknowledged: isUnacknowledged(a), ring: a.people.length === 1, speaks: isUnacknowledged(a) && a.priority <= 2, radius_m: a.place?.radius_m ?? null, where: () => this.whereIs(a),
    }))
    this.marks.set(marks)
    const tags = this.store.sorted.value.filter((a) => a.active).flatMap((a) => a.people.map((p) => this.store.roster.value.bySubject.get(p.id)?.tag ?? ''))
    this.view.people.emphasised = new Set(tags.filter(Boolean))
    this.view.request()
  }
  private paintCircles({ ctx, affine, palette }: Scene): void {
    for (const a of this.shownAlarms()) {
      const place = a.place
      if (!place || !a.active) continue
      if (place.area && !place.radius_m && !a.people.length) this.paintArea(place.area, a.priority, ctx, affine, palette)
      if (!place.radius_m || place.x_m === null || place.y_m === null) continue
      ctx.beginPath()
      ctx.arc(toScreenX(affine, place.x_m, place.y_m), toScreenY(affine, place.x_m, place.y_m), place.radius_m * pixelsPerMetre(affine), 0, 2 * Math.PI)
      ctx.fillStyle = alpha(palette.priority[a.priority], 0.12)
      ctx.fill()
      ctx.strokeStyle = palette.priority[a.priority]
      ctx.lineWidth = 1.8
      ctx.stroke()
    }
  }

  /** An alarm about a whole area wears its outline. */
  private paintArea(id: string, priority: Priority, ctx: Scene['ctx'], affine: Scene['affine'], palette: Scene['palette']): void {
    const feature = this.view.data.areas.features.find((f) => f.properties.id === id)
    if (!feature) return
    ctx.beginPath()
    for (const ring of polygonsOf(feature.geometry).flat())
      ring.forEach(([lon = 0, lat = 0], i) => {
        const [x, y] = toPlant(this.view.data.site, lon, lat)
        const sx = toScreenX(affine, x, y), sy = toScreenY(affine, x, y)
        if (i) ctx.lineTo(sx, sy)
        else ctx.moveTo(sx, sy)
      })
    ctx.strokeStyle = palette.priority[priority]
    ctx.lineWidth = 2.4
    ctx.stroke()
  }

  private locate(id: string): void {
    const alarm = this.store.alarms.value.get(id)
    const at = alarm && this.whereIs(alarm)
    if (!alarm || !at) return
    const view = this.store.view
    view.tab = 'map'
    if (view.floor !== null && alarm.place?.floor && alarm.place.floor !== view.floor) view.floor = alarm.place.floor
    const only = alarm.people.length === 1 ? alarm.people[0]?.id : undefined
    const tag = only && this.store.roster.value.bySubject.get(only)?.tag
    if (tag) { view.follow = false; view.selection = { type: 'person', tag } }
    this.view.flyTo(at.x, at.y, CLOSE_PPM * this.view.scale, this.aside())
  }
  private hit(x: number, y: number): Actor[] {
    return this.store.view.layers.has('people') ? this.view.people.hit(this.view.now(), x, y, 11) : []
  }
  private click(x: number, y: number): void {
    const found = this.hit(x, y)
    const [only] = found
    this.events.stack([], 0, 0)
    if (found.length > 1) this.events.stack(found, x, y)
    else if (only) this.store.view.selection = { type: 'person', tag: only.id }
    else {
      const area = this.view.map.queryRenderedFeatures([x, y], { layers: ['area-fill', 'area-plain'] })[0]?.properties.id as unknown
      this.store.view.selection = typeof area === 'string' && this.store.view.selection === null ? { type: 'area', id: area } : null
    }
    this.store.view.follow = false
  }
  private tellCamera(): void {
    const ppm = this.view.pixelsPerMetre()
    const metres = [...STEPS_M].reverse().find((m) => m * ppm <= 110) ?? 1
    this.events.camera({ width: metres * ppm, metres }, this.view.map.getBearing())
  }
  setPlant(plant: PlantMap): void {
    this.view.setData(plant)
  }
  destroy(): void {
    this.scope.stop()
    for (const stop of this.stops) stop()
    this.marks.destroy()
    this.view.destroy()
  }
}
