import type { Tool } from './shape'

/** A point a route may go by, in plant metres. */
export interface Station { code: string; name: string; x_m: number; y_m: number }

export interface EditorProps {
  /** Which shapes may be drawn; the editor's own set otherwise. */
  shapes: Exclude<Tool, 'select'>[]
  /** Name of the form field that holds the GeoJSON; `geometry` unless said. */
  field: string
  /** Name of the form field for the radius of circles and corridors. */
  radius_field: string
  /** Name of a drop-down of areas whose outline wins over the drawing; none unless said. */
  area_field: string
  /** Id of what is being edited: left out of the background. */
  id: string | null
  /** Points to go by; their order is a code a line in the text field `order_field`. */
  stations: Station[]
  order_field: string
}
