/** The scene on the page: draws when something changed, moves people smoothly, tells who was clicked. */
import { InstancedMesh, Raycaster, Vector2, Vector3, WebGLRenderer } from 'three'
import type { AlarmCard, Kind, PlantMap } from '../kernel/wire'
import type { Fix } from '../live/positions'
import { readPalette } from '../map/theme'
import { Beacons } from './beacons'
import { type Angle, Eye } from './camera'
import { type Body, Crowd } from './crowd'
import { Heights } from './solid'
import { LABEL, Stage, textSprite } from './stage'
import type { Sprite } from 'three'

interface Actor extends Body { gx: number; gy: number; gz: number }
const GLIDE = 0.12 // share of the way to go in one picture
const PAUSE_MS = 45

export class SpaceView {
  private readonly renderer = new WebGLRenderer({ antialias: true, powerPreference: 'low-power' })
  private readonly stage: Stage
  private readonly crowd: Crowd
  private readonly beacons: Beacons
  readonly eye: Eye
  private readonly heights: Heights
  private readonly actors = new Map<string, Actor>()
  private readonly palette = readPalette()
  private readonly watcher: ResizeObserver
  private name: Sprite | null = null
  private floor: number | null = null
  private selected: string | null = null
  private following = false
  private wanted = 0
  private drawn = 0
  private alarms: readonly AlarmCard[] = []

  constructor(private readonly host: HTMLElement, plant: PlantMap, private readonly who: (tag: string) => { kind: Kind; name: string; subject: string } | null, picked: (tag: string | null) => void) {
    this.stage = new Stage(plant, this.palette)
    this.crowd = new Crowd(this.palette)
    this.beacons = new Beacons(this.palette)
    this.heights = new Heights(this.stage.solids)
    this.stage.scene.add(this.crowd.group, this.beacons.group)
    this.renderer.setPixelRatio(Math.min(2, window.devicePixelRatio || 1))
    host.append(this.renderer.domElement)
    this.eye = new Eye(this.renderer.domElement, this.stage.extent, () => this.request())
    this.watcher = new ResizeObserver(() => this.resize())
    this.watcher.observe(host)
    this.resize()
    this.eye.look('tilt')
    this.onClick(picked)
  }
  private resize(): void {
    const { clientWidth: w, clientHeight: h } = this.host
    this.renderer.setSize(w, h)
    this.eye.resize(w, h)
    this.request()
  }
  private onClick(picked: (tag: string | null) => void): void {
    let down: [number, number] = [0, 0]
    const canvas = this.renderer.domElement
    canvas.addEventListener('pointerdown', (e) => { down = [e.clientX, e.clientY] })
    canvas.addEventListener('pointerup', (e) => { if (Math.hypot(e.clientX - down[0], e.clientY - down[1]) < 4) picked(this.tagAt(e.clientX, e.clientY)) })
  }
  private tagAt(clientX: number, clientY: number): string | null {
    const box = this.renderer.domElement.getBoundingClientRect()
    const ray = new Raycaster()
    ray.setFromCamera(new Vector2(((clientX - box.left) / box.width) * 2 - 1, 1 - ((clientY - box.top) / box.height) * 2), this.eye.camera)
    const [hit] = ray.intersectObjects(this.crowd.targets, false)
    return hit?.object instanceof InstancedMesh && hit.instanceId !== undefined ? (this.crowd.tagOf(hit.object, hit.instanceId) ?? null) : null
  }

  put(fixes: Iterable<Fix>, whole: boolean): void {
    const seen = whole ? new Set<string>() : null
    for (const fix of fixes) { this.move(fix); seen?.add(fix.tag) }
    if (seen) for (const tag of [...this.actors.keys()]) if (!seen.has(tag)) this.actors.delete(tag)
    this.markAlarms()
    this.request()
  }
  private move(fix: Fix): void {
    const kind = this.who(fix.tag)?.kind ?? 'staff'
    const z = this.heights.at(fix.x_m, fix.y_m, fix.floor)
    const had = this.actors.get(fix.tag)
    const isOff = fix.state === 'stale' || fix.state === 'lost'
    if (!had || Math.hypot(had.x - fix.x_m, had.y - fix.y_m) > 40) this.actors.set(fix.tag, { tag: fix.tag, kind, x: fix.x_m, y: fix.y_m, z, gx: fix.x_m, gy: fix.y_m, gz: z, floor: fix.floor, isOff })
    else Object.assign(had, { kind, gx: fix.x_m, gy: fix.y_m, gz: z, floor: fix.floor, isOff })
  }
  setAlarms(alarms: readonly AlarmCard[]): void {
    this.alarms = alarms
    this.markAlarms()
    this.request()
  }
  private markAlarms(): void {
    const tags = new Map([...this.actors.keys()].map((tag) => [this.who(tag)?.subject ?? '', tag]))
    this.beacons.set(this.alarms, (alarm) => {
      const place = alarm.place
      const only = alarm.people.length === 1 && !place?.radius_m ? this.actors.get(tags.get(alarm.people[0]?.id ?? '') ?? '') : undefined
      if (only) return { x: only.gx, y: only.gy, z: only.gz }
      if (!place || place.x_m === null || place.y_m === null) return null
      return { x: place.x_m, y: place.y_m, z: this.heights.at(place.x_m, place.y_m, place.floor ?? 1) }
    })
  }
  setFloor(floor: number | null): void {
    this.floor = floor
    this.stage.isolate(floor)
    this.request()
  }
  select(tag: string | null, follow: boolean): void {
    const fresh = tag !== this.selected
    this.selected = tag
    this.following = follow
    if (fresh) this.nameThem()
    const at = this.placeOf(tag)
    if (at && fresh && follow) this.eye.near(at, 'tilt')
    this.request()
  }
  look(angle: Angle): void {
    const at = this.following ? this.placeOf(this.selected) : null
    if (at) this.eye.near(at, angle)
    else this.eye.look(angle)
    this.request()
  }
  private placeOf(tag: string | null): Vector3 | null {
    const actor = tag ? this.actors.get(tag) : undefined
    return actor ? new Vector3(actor.x, actor.y, actor.z) : null
  }
  private nameThem(): void {
    if (this.name) { this.stage.scene.remove(this.name); this.name.material.map?.dispose(); this.name = null }
    const who = this.selected ? this.who(this.selected) : null
    if (who) { this.name = textSprite(who.name, this.palette, LABEL); this.stage.scene.add(this.name) }
  }

  /** Ask for a picture; many asks make one. */
  request(): void {
    if (!this.wanted) this.wanted = requestAnimationFrame((now) => this.step(now))
  }
  private step(now: number): void {
    if (now - this.drawn < PAUSE_MS) { this.wanted = requestAnimationFrame((later) => this.step(later)); return }
    this.wanted = 0
    this.drawn = now
    const moving = this.glide()
    this.crowd.put(this.actors.values(), this.floor)
    const at = this.placeOf(this.selected)
    if (at && this.following) this.eye.follow(at)
    if (at && this.name) this.name.position.set(at.x, at.y, at.z + 6)
    this.renderer.render(this.stage.scene, this.eye.camera)
    this.tell(at)
    if (moving) this.request()
  }
  /** Where one looks from and at, and where on the page the chosen person stands; tests read it. */
  private tell(at: Vector3 | null): void {
    const { camera, controls } = this.eye
    const words = (v: Vector3): string => v.toArray().map((n) => n.toFixed(1)).join(' ')
    const seen = at?.clone().setZ(at.z + 1.5).project(camera)
    Object.assign(this.host.dataset, { eye: words(camera.position), aim: words(controls.target),
      spot: seen ? `${Math.round(((seen.x + 1) / 2) * this.host.clientWidth)} ${Math.round(((1 - seen.y) / 2) * this.host.clientHeight)}` : '' })
  }
  private glide(): boolean {
    let moving = false
    for (const a of this.actors.values()) {
      const dx = a.gx - a.x, dy = a.gy - a.y, dz = a.gz - a.z
      if (Math.abs(dx) + Math.abs(dy) + Math.abs(dz) < 0.05) continue
      a.x += dx * GLIDE; a.y += dy * GLIDE; a.z += dz * GLIDE
      moving = true
    }
    return moving
  }
  destroy(): void {
    cancelAnimationFrame(this.wanted)
    this.watcher.disconnect()
    this.eye.controls.dispose()
    this.stage.dispose(); this.crowd.dispose(); this.beacons.dispose()
    this.renderer.dispose()
    this.renderer.domElement.remove()
  }
}
