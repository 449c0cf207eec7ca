/** Where one looks from: oblique, above, the side; and following somebody up the stairs. */
import { MathUtils, PerspectiveCamera, Vector3 } from 'three'
import { OrbitControls } from 'three/examples/jsm/controls/OrbitControls.js'

export type Angle = 'tilt' | 'top' | 'side'
const PITCH: Record<Angle, number> = { tilt: 48, top: 4, side: 82 } // degrees from the vertical
const NEAR_M = 55

export class Eye {
  readonly camera = new PerspectiveCamera(42, 1, 1, 6000)
  readonly controls: OrbitControls
  constructor(host: HTMLElement, private readonly extent: readonly [number, number, number, number], moved: () => void) {
    this.camera.up.set(0, 0, 1)
    this.controls = new OrbitControls(this.camera, host)
    this.controls.maxPolarAngle = MathUtils.degToRad(88)
    this.controls.screenSpacePanning = false
    this.controls.minDistance = 8
    this.controls.maxDistance = 3000
    this.controls.addEventListener('change', moved)
    this.look('tilt')
  }
  private middle(): Vector3 {
    const [west, south, east, north] = this.extent
    return new Vector3((west + east) / 2, (south + north) / 2, 0)
  }
  /** The whole plant from that angle. */
  look(angle: Angle): void {
    const [west, south, east, north] = this.extent
    const half = Math.tan(MathUtils.degToRad(this.camera.fov / 2))
    const across = (east - west) / (2 * half * this.camera.aspect), deep = (north - south) / (2 * half)
    this.aim(this.middle(), Math.max(1.28 * across, angle === 'top' ? 1.08 * deep : 0.95 * deep), angle)
  }
  near(at: Vector3, angle: Angle): void {
    this.aim(at, NEAR_M, angle)
  }
  private aim(target: Vector3, distance: number, angle: Angle): void {
    const pitch = MathUtils.degToRad(PITCH[angle])
    this.controls.target.copy(target)
    this.camera.position.set(target.x, target.y - distance * Math.sin(pitch), target.z + distance * Math.cos(pitch))
    this.controls.update()
  }
  /** The eye moves along with what it looks at, level and height alike; the angle stays the reader's own. */
  follow(at: Vector3): void {
    const step = at.clone().sub(this.controls.target)
    this.controls.target.add(step)
    this.camera.position.add(step)
    this.controls.update()
  }
  resize(width: number, height: number): void {
    this.camera.aspect = width / Math.max(1, height)
    this.camera.updateProjectionMatrix()
  }
}
