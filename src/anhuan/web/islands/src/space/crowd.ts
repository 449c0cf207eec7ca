/** Everybody in the scene: one instanced mesh a kind, and a pale twin that shows through walls. */
import { BoxGeometry, BufferGeometry, CapsuleGeometry, Color, ConeGeometry, Group, InstancedMesh, Matrix4, MeshBasicMaterial, Object3D } from 'three'
import { type Kind, KINDS } from '../kernel/wire'
import type { Palette } from '../map/theme'

export interface Body { tag: string; kind: Kind; x: number; y: number; z: number; floor: number; isOff: boolean }
const MOST = 5000
const HIDDEN = new Matrix4().makeScale(0, 0, 0)

/** The shapes of the flat map, standing: round, square, pointed, long. */
function bodyOf(kind: Kind): BufferGeometry {
  if (kind === 'vehicle') return new BoxGeometry(6, 2.4, 2.6).translate(0, 0, 1.3)
  if (kind === 'contractor') return new BoxGeometry(1.7, 1.7, 3).translate(0, 0, 1.5)
  if (kind === 'visitor') return new ConeGeometry(1.3, 3.2, 4).rotateX(Math.PI / 2).translate(0, 0, 1.6)
  return new CapsuleGeometry(0.85, 1.5, 3, 8).rotateX(Math.PI / 2).translate(0, 0, 1.6)
}

export class Crowd {
  readonly group = new Group()
  private readonly solid = new Map<Kind, InstancedMesh>()
  private readonly ghost = new Map<Kind, InstancedMesh>()
  private readonly order = new Map<Kind, string[]>()
  private readonly helper = new Object3D()

  constructor(private readonly palette: Palette) {
    for (const kind of KINDS) {
      const geometry = bodyOf(kind)
      this.solid.set(kind, this.make(geometry, new MeshBasicMaterial(), 4))
      // Drawn first and without asking the depth: what a wall hides stays visible, paler (AQ 3064.3 5.4.2).
      this.ghost.set(kind, this.make(geometry, new MeshBasicMaterial({ transparent: true, opacity: 0.28, depthTest: false, depthWrite: false }), 6))
    }
  }
  private make(geometry: BufferGeometry, material: MeshBasicMaterial, order: number): InstancedMesh {
    const mesh = new InstancedMesh(geometry, material, MOST)
    mesh.frustumCulled = false
    mesh.renderOrder = order
    mesh.count = 0
    this.group.add(mesh)
    return mesh
  }
  /** `floor` null shows everybody; otherwise only those on it. */
  put(bodies: Iterable<Body>, floor: number | null): void {
    for (const kind of KINDS) this.order.set(kind, [])
    const colour = new Color()
    for (const body of bodies) {
      const list = this.order.get(body.kind)
      const solid = this.solid.get(body.kind), ghost = this.ghost.get(body.kind)
      if (!list || !solid || !ghost || list.length >= MOST) continue
      this.helper.position.set(body.x, body.y, body.z)
      this.helper.updateMatrix()
      const matrix = floor !== null && body.floor !== floor ? HIDDEN : this.helper.matrix
      colour.set(body.isOff ? this.palette.off : this.palette.kind[body.kind])
      for (const mesh of [solid, ghost]) { mesh.setMatrixAt(list.length, matrix); mesh.setColorAt(list.length, colour) }
      list.push(body.tag)
    }
    for (const kind of KINDS)
      for (const mesh of [this.solid.get(kind), this.ghost.get(kind)]) {
        if (!mesh) continue
        mesh.count = this.order.get(kind)?.length ?? 0
        mesh.instanceMatrix.needsUpdate = true
        if (mesh.instanceColor) mesh.instanceColor.needsUpdate = true
        mesh.computeBoundingSphere()
      }
  }
  /** Meshes to aim at, and whose tag an instance is. */
  get targets(): InstancedMesh[] { return [...this.ghost.values()] }
  tagOf(mesh: InstancedMesh, instance: number): string | undefined {
    for (const [kind, ghost] of this.ghost) if (ghost === mesh) return this.order.get(kind)?.[instance]
    return undefined
  }
  dispose(): void {
    for (const mesh of [...this.solid.values(), ...this.ghost.values()]) { mesh.geometry.dispose(); (mesh.material as MeshBasicMaterial).dispose(); mesh.dispose() }
  }
}
