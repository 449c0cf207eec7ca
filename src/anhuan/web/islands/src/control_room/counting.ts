/** Head counts as rows of the left panel, and counts at a past moment. Pure. */
import { boundsOf, contains, polygonsOf, ringArea, toLonLat } from '../kernel/geo'
import type { AreaProps, CountFrame, InstantRow, Kind, KindCounts, PlantMap } from '../kernel/wire'
import type { Roster } from '../live/roster'
import type { Fix } from '../live/positions'

export type KindTotals = Record<Kind, number>
export interface AreaRow { id: string; name: string; count: number; max: number | null; min: number; major: boolean; fill: number; trouble: '' | 'over' | 'under' }

const persons = (c: KindCounts | undefined): number => (c?.staff ?? 0) + (c?.contractor ?? 0) + (c?.visitor ?? 0)
const RANK: Record<string, number> = { red: 0, orange: 1, yellow: 2, blue: 3 }

/** Trouble first; then major hazards, risk grade, and the plant's own order, so that rows stay put. */
export function areaRows(areas: readonly AreaProps[], counts: Record<string, KindCounts>): AreaRow[] {
  const busiest = Math.max(1, ...areas.map((a) => persons(counts[a.id])))
  const rows = areas.map((area, order) => {
    const count = persons(counts[area.id])
    const min = area.min_people ?? 0
    const trouble: AreaRow['trouble'] = area.max_people !== null && count > area.max_people ? 'over' : count < min ? 'under' : ''
    const fill = Math.min(1, count / (area.max_people || busiest))
    const rank = (trouble ? 0 : 100) + (area.is_major_hazard ? 0 : 10) + (RANK[area.risk ?? ''] ?? 4)
    return { row: { id: area.id, name: area.name, count, max: area.max_people, min, major: area.is_major_hazard, fill, trouble }, rank, order }
  })
  return rows.sort((a, b) => a.rank - b.rank || a.order - b.order).map((r) => r.row)
}

export interface Member { tag: string; name: string; kind: Kind; state: Fix['state']; detail: string }
export function peopleIn(area: string, fixes: Iterable<Fix>, roster: Roster): Member[] {
  const members: Member[] = []
  for (const fix of fixes) {
    if (fix.area !== area) continue
    const who = roster.byTag.get(fix.tag)
    members.push({ tag: fix.tag, name: who?.name ?? fix.tag.slice(0, 8), kind: who?.kind ?? 'staff', state: fix.state, detail: [who?.post, `${fix.floor}F`].filter(Boolean).join(' · ') })
  }
  return members.sort((a, b) => a.name.localeCompare(b.name, 'zh'))
}

/** The smallest area on that floor which holds the point, as the engine decides it. */
export class AreaFinder {
  private readonly areas: { id: string; floors: number[] | null; size: number; box: [number, number, number, number]; geometry: PlantMap['areas']['features'][number]['geometry'] }[]
  constructor(private readonly data: PlantMap) {
    this.areas = data.areas.features.flatMap(({ geometry, properties }) => {
      const box = boundsOf(geometry)
      const size = polygonsOf(geometry).reduce((sum, [outer = []]) => sum + ringArea(outer), 0)
      return box && size ? [{ id: properties.id, floors: properties.floors, size, box, geometry }] : []
    }).sort((a, b) => a.size - b.size)
  }
  at(x: number, y: number, floor: number): string | null {
    const [lon, lat] = toLonLat(this.data.site, x, y)
    for (const { id, floors, box, geometry } of this.areas) {
      if (floors?.length && !floors.includes(floor)) continue
      if (lon < box[0] || lon > box[2] || lat < box[1] || lat > box[3]) continue
      if (contains(geometry, lon, lat)) return id
    }
    return null
  }
}

export const STALE_MS = 60_000
/** Rows of a past moment as fixes, so that the same map and panels draw them. */
export function fixesAt(rows: readonly InstantRow[], t: number, finder: AreaFinder | null): Map<string, Fix> {
  const fixes = new Map<string, Fix>()
  for (const r of rows)
    fixes.set(r.tag, {
      tag: r.tag, t_ms: r.t_ms, x_m: r.x_m, y_m: r.y_m, floor: r.floor, r68_m: r.r68_m, speed_mps: 0,
      area: finder?.at(r.x_m, r.y_m, r.floor) ?? null, state: t - r.t_ms > STALE_MS ? 'stale' : 'live', blocked: null,
    })
  return fixes
}
export function countFixes(fixes: Iterable<Fix>, roster: Roster, t: number): CountFrame {
  const frame: CountFrame = { epoch: 'replay', n: 0, t: new Date(t).toISOString(), total: {}, areas: {} }
  for (const fix of fixes) {
    const kind = roster.byTag.get(fix.tag)?.kind ?? 'staff'
    frame.total[kind] = (frame.total[kind] ?? 0) + 1
    if (!fix.area) continue
    const here = (frame.areas[fix.area] ??= {})
    here[kind] = (here[kind] ?? 0) + 1
  }
  return frame
}
