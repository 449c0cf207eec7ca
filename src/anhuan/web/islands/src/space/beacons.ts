/** Open alarms in the scene: a ring on their floor and a beam above it, in the priority's colour. */
import { CylinderGeometry, DoubleSide, Group, Mesh, MeshBasicMaterial, RingGeometry, Sprite } from 'three'
import type { AlarmCard } from '../kernel/wire'
import type { Palette } from '../map/theme'
import { LABEL, textSprite } from './stage'

export interface Spot { x: number; y: number; z: number }
const BEAM_M = 26
const RING_M = 4

export class Beacons {
  readonly group = new Group()
  private readonly standing = new Map<string, Group>()
  constructor(private readonly palette: Palette) {}

  /** What is there stays and is only moved; an alarm that changed its name or priority is raised anew. */
  set(alarms: readonly AlarmCard[], where: (alarm: AlarmCard) => Spot | null): void {
    const seen = new Set<string>()
    for (const alarm of alarms) {
      const at = alarm.active ? where(alarm) : null
      if (!at) continue
      const key = `${alarm.id}|${alarm.priority}|${alarm.title}|${alarm.place?.radius_m ?? ''}`
      const beacon = this.standing.get(key) ?? this.raise(key, alarm)
      beacon.position.set(at.x, at.y, at.z)
      seen.add(key)
    }
    for (const [key, beacon] of this.standing) if (!seen.has(key)) this.fell(key, beacon)
  }
  private raise(key: string, alarm: AlarmCard): Group {
    const color = this.palette.priority[alarm.priority]
    const radius = alarm.place?.radius_m ?? RING_M
    const ring = new Mesh(new RingGeometry(radius - 0.8, radius, 48), new MeshBasicMaterial({ color, side: DoubleSide, depthTest: false, transparent: true, opacity: 0.9 }))
    const beam = new Mesh(new CylinderGeometry(0.35, 0.35, BEAM_M, 6).rotateX(Math.PI / 2), new MeshBasicMaterial({ color, depthTest: false, transparent: true, opacity: 0.55 }))
    const name = textSprite(`${alarm.priority} ${alarm.title}`, this.palette, 1.15 * LABEL)
    ring.position.z = 0.1
    beam.position.z = BEAM_M / 2
    name.position.z = BEAM_M + 3
    for (const part of [ring, beam]) part.renderOrder = 7
    const beacon = new Group().add(ring, beam, name)
    this.standing.set(key, beacon)
    this.group.add(beacon)
    return beacon
  }
  private fell(key: string, beacon: Group): void {
    this.standing.delete(key)
    this.group.remove(beacon)
    for (const part of beacon.children) {
      if (part instanceof Mesh) { part.geometry.dispose(); (part.material as MeshBasicMaterial).dispose() }
      if (part instanceof Sprite) { part.material.map?.dispose(); part.material.dispose() }
    }
  }
  dispose(): void {
    for (const [key, beacon] of this.standing) this.fell(key, beacon)
  }
}
