/** People's symbols and name tags, each drawn once and then only copied. */
import type { FixState, Kind } from '../kernel/wire'
import { canvasContext } from './graphics'
import { KIND_DIGIT_Y, KIND_PATHS } from './shapes'
import type { Palette } from './theme'

export interface Sprite { image: HTMLCanvasElement; width: number; height: number }
export type Look = 'plain' | 'dim' | 'stale' | 'lost'
export const lookOf = (state: FixState, otherFloor: boolean): Look =>
  state === 'lost' ? 'lost' : state === 'stale' ? 'stale' : otherFloor ? 'dim' : 'plain'

export class Sprites {
  private readonly made = new Map<string, Sprite>()
  constructor(private readonly palette: Palette, private readonly ratio: number) {}

  symbol(kind: Kind, look: Look, floor: number, radius: number): Sprite {
    const r = Math.round(radius * 4) / 4
    const key = `${kind}|${look}|${floor}|${r}`
    return this.made.get(key) ?? this.keep(key, this.drawSymbol(kind, look, floor, r))
  }
  label(text: string, size: number, muted: boolean): Sprite {
    const key = `T|${text}|${size}|${muted}`
    return this.made.get(key) ?? this.keep(key, this.drawLabel(text, size, muted))
  }

  private keep(key: string, sprite: Sprite): Sprite {
    if (this.made.size > 4000) this.made.clear()
    this.made.set(key, sprite)
    return sprite
  }
  private canvas(width: number, height: number): [HTMLCanvasElement, CanvasRenderingContext2D | null] {
    const image = document.createElement('canvas')
    image.width = Math.ceil(width * this.ratio)
    image.height = Math.ceil(height * this.ratio)
    const ctx = canvasContext(image)
    ctx?.scale(this.ratio, this.ratio)
    return [image, ctx]
  }

  private drawSymbol(kind: Kind, look: Look, floor: number, r: number): Sprite {
    const p = this.palette
    const box = 2 * r + 6
    const [image, ctx] = this.canvas(box, box)
    if (!ctx) return { image, width: box, height: box }
    const k = r / 6.4
    ctx.translate(box / 2, box / 2)
    ctx.scale(k, k)
    ctx.translate(-8, -8)
    const shape = new Path2D(KIND_PATHS[kind])
    ctx.globalAlpha = look === 'dim' ? 0.34 : 1
    ctx.lineJoin = 'round'
    ctx.strokeStyle = p.card
    ctx.lineWidth = 2.6 / k
    if (look !== 'dim') ctx.stroke(shape)
    if (look === 'lost') {
      ctx.fillStyle = p.card
      ctx.fill(shape)
      ctx.setLineDash([2.6, 1.9])
      ctx.strokeStyle = p.ink3
      ctx.lineWidth = 1.5 / k
      ctx.stroke(shape)
    } else {
      ctx.fillStyle = look === 'stale' ? p.off : p.kind[kind]
      ctx.fill(shape)
    }
    if (floor !== 1 && r >= 5) {
      ctx.setLineDash([])
      ctx.fillStyle = look === 'lost' ? p.ink2 : p.card
      ctx.font = `700 ${kind === 'visitor' ? 8 : 9.4}px ${p.font}`
      ctx.textAlign = 'center'
      ctx.textBaseline = 'middle'
      ctx.fillText(floor < 0 ? `B${-floor}` : String(floor), 8, KIND_DIGIT_Y[kind] + 0.5)
    }
    return { image, width: box, height: box }
  }

  private drawLabel(text: string, size: number, muted: boolean): Sprite {
    const p = this.palette
    const font = `500 ${size}px ${p.font}`
    const [probe, measure] = this.canvas(1, 1)
    if (!measure) return { image: probe, width: 1, height: 1 }
    measure.font = font
    const width = Math.ceil(measure.measureText(text).width) + 6
    const height = Math.ceil(size * 1.5)
    const [image, ctx] = this.canvas(width, height)
    if (!ctx) return { image, width, height }
    ctx.font = font
    ctx.textBaseline = 'middle'
    ctx.lineJoin = 'round'
    ctx.strokeStyle = p.dark ? '#171b21' : '#ffffff'
    ctx.lineWidth = 3
    ctx.strokeText(text, 3, height / 2)
    ctx.fillStyle = muted ? p.ink2 : p.ink
    ctx.fillText(text, 3, height / 2)
    return { image, width, height }
  }
}
