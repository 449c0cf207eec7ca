/** The hidden form field beside the map: GeoJSON in, GeoJSON out, and a radius field if there is one. */
import type { Site } from '../kernel/wire'
import { fromGeoJson, type Shape, toGeoJson } from './shape'

type Field = HTMLTextAreaElement | HTMLInputElement

export class FormField {
  private readonly field: Field | null
  private readonly radius: HTMLInputElement | null
  private last = ''
  constructor(host: HTMLElement, name: string, radius: string, private readonly site: Site) {
    const scope: ParentNode = host.closest('form') ?? document
    this.field = scope.querySelector<Field>(`[name="${CSS.escape(name)}"]`)
    this.radius = scope.querySelector<HTMLInputElement>(`input[name="${CSS.escape(radius)}"]`)
    if (!this.field) console.warn('editor: no form field', name)
  }
  read(): Shape | null {
    this.last = this.field?.value ?? ''
    const beside = Number(this.radius?.value)
    return fromGeoJson(this.site, this.last, beside > 0 ? beside : null)
  }
  write(shape: Shape | null): void {
    const text = shape ? JSON.stringify(toGeoJson(this.site, shape)) : ''
    if (!this.field || text === this.last) return
    this.last = text
    put(this.field, text)
    const radius = shape && 'radius' in shape ? shape.radius : null
    if (this.radius && radius) put(this.radius, String(radius))
  }
  /** Somebody else wrote into the field (pasted GeoJSON, a reset form). */
  onOutside(call: (shape: Shape | null) => void): void {
    const look = (): void => { if (this.field && this.field.value !== this.last) call(this.read()) }
    this.field?.addEventListener('change', look)
    this.field?.form?.addEventListener('reset', () => setTimeout(look))
  }
}
function put(field: Field, text: string): void {
  field.value = text
  for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }))
}
