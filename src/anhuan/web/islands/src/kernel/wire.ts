/** What crosses the wire: docs/reference/contracts.md and REST /api/v1, word for word. */
import type { FeatureCollection, Geometry } from 'geojson'

export type Kind = 'staff' | 'contractor' | 'visitor' | 'vehicle'
export const KINDS: readonly Kind[] = ['staff', 'contractor', 'visitor', 'vehicle']
export type Risk = 'red' | 'orange' | 'yellow' | 'blue'
export type Priority = 1 | 2 | 3 | 4
export const PRIORITIES: readonly Priority[] = [1, 2, 3, 4]
export type FixState = 'live' | 'still' | 'stale' | 'lost'

export interface Site {
  name: string
  origin_lon: number
  origin_lat: number
  rotation_deg: number
  bounds: [number, number, number, number]
}
export interface AreaProps {
  id: string
  name: string
  kind: string
  risk: Risk | null
  max_people: number | null
  min_people: number | null
  floors: number[] | null
  is_major_hazard: boolean
}
export interface StructureProps { id: string; name: string; kind: string; floors: number[] | number | null; radius_m?: number | null; height_m?: number | null; floors_z_m?: (number | null)[] | null }
export interface FenceProps { id: string; name: string; kind: string; floors: number[] | null; enabled: boolean; radius_m?: number | null }
export interface JobAreaProps { id: string; name: string; floors: number[] | null; until: string }
export interface ParkingProps { id: string; name: string; capacity: number | null; longest_min: number | null }
export interface RouteProps { id: string; name: string }
export interface AnchorProps { id: string; number: string; floor: number; online: boolean }
export interface PlantMap {
  site: Site
  areas: FeatureCollection<Geometry, AreaProps>
  structures: FeatureCollection<Geometry, StructureProps>
  fences: FeatureCollection<Geometry, FenceProps>
  anchors: FeatureCollection<Geometry, AnchorProps>
  /** Layers of slices that may be left out of an older stored map. */
  job_areas?: FeatureCollection<Geometry, JobAreaProps>
  parking?: FeatureCollection<Geometry, ParkingProps>
  routes?: FeatureCollection<Geometry, RouteProps>
}

export interface RosterEntry {
  tag: string
  tag_number: string
  subject: string
  subject_kind: 'person' | 'vehicle'
  name: string
  kind: Kind
  department: string | null
  /** Of a contractor's people: whose they are. */
  firm?: string | null
  post: string | null
  sex: string | null
  qualification: string | null
  /** Of a vehicle: 槽车, 叉车 … */
  vehicle_class?: string | null
  pinyin: string | null
  battery_pct: number | null
}

/** One answer of `/subjects`: whom one may ask a track of. */
export interface SubjectHit { subject: string; subject_kind?: 'person' | 'vehicle'; name: string; kind: Kind; department?: string | null; post?: string | null; number?: string | null; tag_number?: string | null; is_retired?: boolean }

export type Cell = string | number | null
export interface PositionFrame { epoch: string; n: number; t: string; cols: string[]; rows: Cell[][] }
export type KindCounts = Partial<Record<Kind, number>>
export interface CountFrame { epoch: string; n: number; t: string; total: KindCounts; areas: Record<string, KindCounts> }
export interface PositionsSnapshot { frame: PositionFrame | null; counts: CountFrame | null }
export interface PositionsChange { frame?: PositionFrame; counts?: CountFrame }

export interface AlarmPlace {
  area: string | null
  area_name: string | null
  x_m: number | null
  y_m: number | null
  floor: number | null
  radius_m: number | null
}
export interface AlarmPerson { id: string; name: string; kind: Kind }
export interface AlarmCard {
  id: string
  kind: string
  kind_label: string
  priority: Priority
  state: 'unacknowledged' | 'acknowledged'
  active: boolean
  needs_clearing: boolean
  handled: boolean
  closed: boolean
  shelved_until?: string | null
  /** Silenced by a rule of kind, area and time: shown, never sounded. */
  suppressed?: boolean
  title: string
  text: string
  raised_at: string
  returned_at: string | null
  acknowledged_at: string | null
  acknowledged_by: string | null
  place: AlarmPlace | null
  people: AlarmPerson[]
  url: string
  escalation: string | null
}
export type AlarmEvent =
  | 'alarm.raised' | 'alarm.updated' | 'alarm.acknowledged' | 'alarm.returned' | 'alarm.closed' | 'alarm.shelved'
export interface AlarmsSnapshot { alarms: AlarmCard[] }
export interface AlarmChange { type: AlarmEvent; alarm: AlarmCard }

export interface ProcessHealth { process?: string; state?: string; lag_s?: number; pid?: number }
export interface Health {
  state?: string
  lag_s?: number
  processes?: ProcessHealth[] | Record<string, ProcessHealth>
}
export interface SystemChange { health?: Health; roster?: boolean; map?: boolean; evacuation?: boolean; notice?: string }

export interface TrackSegment { t_ms: number[]; x_m: number[]; y_m: number[]; floor: number[]; r68_m: number[] }
export interface Visit { area: string; area_name: string; enter: string; leave: string | null }
export interface Track { subject: string; segments: TrackSegment[]; visits: Visit[]; step_ms?: number; tail?: '' | 'ok' | 'absent' }
export interface InstantRow {
  subject: string
  tag: string
  t_ms: number
  x_m: number
  y_m: number
  floor: number
  r68_m: number
}
export interface Instant { t: string; rows: InstantRow[] }
/** Everyone in frames: columns as long as `t_ms`, decimetres and seconds; null where nothing was known. */
export interface FilmActor { subject: string; tag: string; x_dm: (number | null)[]; y_dm: (number | null)[]; floor: (number | null)[]; age_s: (number | null)[] }
export interface Film { t_ms: number[]; actors: FilmActor[]; tail?: '' | 'ok' | 'absent' }
/** Squares with presence: [column, row, person-seconds] from the plant's origin. */
export interface Heat { cell_m: number; cells: [number, number, number][]; people: number; stride: number }
export interface TimelineAlarm { id: string; t: string; priority: Priority }
export interface TimelineData { t: string[]; people: number[]; alarms: TimelineAlarm[] }

export interface Blocker { code: string; text: string; clause?: string | null }
