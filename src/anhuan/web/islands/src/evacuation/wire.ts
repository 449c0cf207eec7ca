/** What `/api/v1/evacuations/{id}` answers. */
import type { Feature } from 'geojson'
import type { Kind } from '../kernel/wire'

export type Stage = 'inside' | 'out' | 'safe'
export type Delivery = 'waiting' | 'sent' | 'acknowledged' | 'unreachable'
export interface EvacPerson {
  id: string; name: string; number: string; kind: Kind; unit: string; phone: string; tag: string
  stage: Stage; silent: boolean; joined: 'inside' | 'entered' | 'added'
  x_m: number | null; y_m: number | null; floor: number | null; area: string; located_at: string | null
  safe_at: string | null; arrival_s: number | null; how: string; muster: string
  ticked_by: string; tick_note: string; tag_inside: boolean; delivery: Delivery
}
export interface EvacArea { id: string | null; name: string; affected: number; inside: number; clear_s: number | null }
export interface EvacMuster { id: string | null; name: string; people: number }
export interface Roll { affected: number; inside: number; out: number; safe: number; left: number; silent: number }
export interface Picture {
  id: string; version: number; title: string; is_drill: boolean; state: string; state_label: string; is_open: boolean
  text: string; reason: string; ordered_at: string; ordered_by: string; now: string; target_s: number
  cleared_at: string | null; stood_down_at: string | null
  roll: Roll; emptied_s: number | null; accounted_s: number | null
  areas: EvacArea[]; musters: EvacMuster[]; people: EvacPerson[]
}
export interface EvacProps {
  id: string
  rights: string[]
  danger: Feature | null
  musters: string[]
  urls: { picture: string; tick: string; untick: string; tell: string; add: string; stand_down: string; report: string }
}
