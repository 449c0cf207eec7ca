/** The scene: ground, areas, buildings by floor. Built once; floors can be looked at alone. */
import {
  AmbientLight, BufferGeometry, CanvasTexture, Color, DirectionalLight, DoubleSide, EdgesGeometry, ExtrudeGeometry, Group, LineBasicMaterial, LineSegments,
  Mesh, MeshBasicMaterial, MeshLambertMaterial, Path, Scene, Shape, ShapeGeometry, Sprite, SpriteMaterial, SRGBColorSpace,
} from 'three'
import type { PlantMap } from '../kernel/wire'
import { extent } from '../map/style'
import type { Palette } from '../map/theme'
import { type Ring, ringsOf, type Slab, type Solid, solids } from './solid'

/** Names at about 19 pixels on a desk's screen; the wall's are as much larger as the wall is. */
export const LABEL = 0.02
interface Storey { mesh: Mesh; edges: LineSegments; slab: Slab; single: boolean }

export class Stage {
  readonly scene = new Scene()
  readonly solids: Solid[]
  readonly extent: [number, number, number, number]
  private readonly storeys: Storey[] = []
  private readonly labels = new Group()

  constructor(private readonly plant: PlantMap, private readonly palette: Palette) {
    this.solids = solids(plant)
    this.extent = extent(plant)
    this.scene.background = new Color(palette.dark ? '#171b21' : '#f4f5f6')
    this.light()
    this.ground()
    for (const solid of this.solids) this.raise(solid)
    this.scene.add(this.labels)
  }
  private light(): void {
    const sun = new DirectionalLight('#ffffff', this.palette.dark ? 1.3 : 1.7)
    sun.position.set(-0.5, -0.8, 1.4)
    this.scene.add(new AmbientLight('#ffffff', this.palette.dark ? 1.2 : 1.9), sun)
  }
  private ground(): void {
    const p = this.palette
    for (const { geometry, properties } of this.plant.areas.features)
      for (const ring of ringsOf(this.plant, geometry)) {
        const colour = properties.risk ? p.risk[properties.risk] : p.line
        this.flat(ring, colour, 0.02, 0.85)
        this.label(properties.name, ring)
      }
    for (const { geometry, properties } of this.plant.structures.features)
      if (properties.kind === 'road') for (const ring of ringsOf(this.plant, geometry)) this.flat(ring, p.line, 0.01, 1)
  }
  private flat(ring: Ring, colour: string, z: number, opacity: number): void {
    const mesh = new Mesh(new ShapeGeometry(shapeOf(ring)), new MeshBasicMaterial({ color: colour, transparent: opacity < 1, opacity, side: DoubleSide }))
    mesh.position.z = z
    this.scene.add(mesh)
  }
  private raise(solid: Solid): void {
    const p = this.palette
    for (const ring of solid.rings)
      for (const slab of solid.slabs) {
        const geometry: BufferGeometry = new ExtrudeGeometry(shapeOf(ring), { depth: Math.max(0.3, slab.to - slab.from - 0.25), bevelEnabled: false })
        const many = solid.slabs.length > 1
        const mesh = new Mesh(geometry, new MeshLambertMaterial({ color: p.dark ? '#39424d' : '#ffffff', transparent: true, opacity: many ? 0.34 : 0.62, depthWrite: !many, side: DoubleSide }))
        const edges = new LineSegments(new EdgesGeometry(geometry, 30), new LineBasicMaterial({ color: p.ink4, transparent: true, opacity: 0.8 }))
        mesh.position.z = edges.position.z = slab.from
        this.storeys.push({ mesh, edges, slab, single: !many })
        this.scene.add(mesh, edges)
      }
  }
  /** Names of areas lie above their north-western corner. */
  private label(text: string, ring: Ring): void {
    const x = Math.min(...ring.map((p) => p[0])), y = Math.max(...ring.map((p) => p[1]))
    const sprite = textSprite(text, this.palette, LABEL)
    sprite.center.set(0, 0)
    sprite.position.set(x, y, 0.5)
    this.labels.add(sprite)
  }
  /** One floor alone: its storeys stand out, the others are only outlines. Null shows all. */
  isolate(floor: number | null): void {
    for (const { mesh, edges, slab, single } of this.storeys) {
      const here = floor === null || slab.floor === floor || (single && floor === 1)
      mesh.visible = here
      ;(edges.material as LineBasicMaterial).opacity = here ? 0.8 : 0.16
    }
  }
  dispose(): void {
    this.scene.traverse((one) => {
      if (one instanceof Mesh || one instanceof LineSegments) { one.geometry.dispose(); (one.material as MeshBasicMaterial).dispose() }
      if (one instanceof Sprite) { one.material.map?.dispose(); one.material.dispose() }
    })
  }
}

function shapeOf(ring: Ring): Shape {
  const shape = new Shape()
  const path: Path = shape
  ring.forEach(([x, y], i) => { if (i) path.lineTo(x, y); else path.moveTo(x, y) })
  return shape
}

/** Text that faces the reader and keeps its size on the screen: `share` of half the picture's height. */
export function textSprite(text: string, p: Palette, share: number): Sprite {
  const canvas = document.createElement('canvas')
  const ctx = canvas.getContext('2d')
  const font = `500 28px ${p.font}`
  if (ctx) ctx.font = font
  const width = Math.ceil(ctx?.measureText(text).width ?? 60) + 12
  canvas.width = width
  canvas.height = 40
  if (ctx) {
    ctx.font = font
    ctx.textBaseline = 'middle'
    ctx.lineWidth = 6
    ctx.lineJoin = 'round'
    ctx.strokeStyle = p.dark ? '#171b21' : '#ffffff'
    ctx.strokeText(text, 6, 20)
    ctx.fillStyle = p.ink
    ctx.fillText(text, 6, 20)
  }
  const map = new CanvasTexture(canvas)
  map.colorSpace = SRGBColorSpace
  const sprite = new Sprite(new SpriteMaterial({ map, depthTest: false, transparent: true, sizeAttenuation: false }))
  sprite.scale.set((share * width) / 40, share, 1)
  sprite.renderOrder = 8
  return sprite
}
