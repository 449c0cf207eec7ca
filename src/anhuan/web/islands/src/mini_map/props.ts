/** What a page gives the small map. All in plant metres; everything is optional. */
import type { Feature, Geometry } from 'geojson'
import type { FixState, Kind, PlantMap, Priority } from '../kernel/wire'

export interface MiniPerson { id?: string; name?: string; kind?: Kind; x_m: number; y_m: number; floor?: number | null; state?: FixState; r68_m?: number | null }
export interface MiniMarker { x_m: number | null; y_m: number | null; floor?: number | null; radius_m?: number | null; priority?: Priority; kind?: Kind | 'anchor'; name?: string }
/** A place of work: where, what it is called, how it stands (`reserved`, `applied`, `running`, `done`, `cancelled`, `over`), or `zone red`: an area in its risk colour that is a link. */
export interface MiniShape { id: string; geometry: Feature; label: string; tone: string; url?: string; title?: string }
export interface MiniProps {
  title: string
  /** When this was so, ISO time. */
  at: string
  marker: MiniMarker
  people: MiniPerson[]
  /** Highlighted: areas, fences, structures, anchors, routes or parking places by id. */
  area: string | null
  highlight: string[]
  /** A shape of its own, e.g. a fence as it was then: GeoJSON in lon/lat. */
  geometry: Geometry | Feature | null
  /** Places of work with their state. */
  shapes: MiniShape[]
  /** Asked every five seconds for fresh `shapes` and `people`. */
  feed: string
  /** [t ms, x, y] */
  track: [number, number, number][]
  anchors: boolean
  /** The map as it was at the moment; today's otherwise. */
  map: PlantMap
  /** `object` (default) looks at what is marked, `plant` shows everything. */
  zoom: 'object' | 'plant'
  /** Width : height. */
  aspect: number
}
