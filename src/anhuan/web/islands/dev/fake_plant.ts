/** DEV ONLY: a made-up plant, 400 × 300 m, with people who walk about. */
import type { Feature, FeatureCollection, Geometry, Polygon } from 'geojson'
import { circleRing, toLonLat } from '../src/kernel/geo'
import type { AreaProps, Kind, PlantMap, Risk, RosterEntry } from '../src/kernel/wire'

const rotation = 11
export const site = { name: '海晟化工', origin_lon: 121.4321, origin_lat: 30.7012, rotation_deg: rotation, bounds: [0, 0, 0, 0] as [number, number, number, number] }
const corners = [[0, 0], [400, 0], [400, 300], [0, 300]].map(([x = 0, y = 0]) => toLonLat(site, x, y))
site.bounds = [Math.min(...corners.map((c) => c[0])), Math.min(...corners.map((c) => c[1])), Math.max(...corners.map((c) => c[0])), Math.max(...corners.map((c) => c[1]))]

export const id = (n: number, kind = 0): string => `00000000-0000-4000-8${String(kind).padStart(3, '0')}-${String(n).padStart(12, '0')}`
const rect = (x: number, y: number, w: number, h: number): Polygon => ({ type: 'Polygon', coordinates: [[[x, y], [x + w, y], [x + w, y + h], [x, y + h], [x, y]].map(([a = 0, b = 0]) => toLonLat(site, a, b))] })
const disc = (x: number, y: number, r: number): Polygon => ({ type: 'Polygon', coordinates: [circleRing(site, x, y, r, 40)] })
const line = (...p: [number, number][]): Geometry => ({ type: 'LineString', coordinates: p.map(([x, y]) => toLonLat(site, x, y)) })
const collect = <P>(features: Feature<Geometry, P>[]): FeatureCollection<Geometry, P> => ({ type: 'FeatureCollection', features })
const feature = <P>(geometry: Geometry, properties: P): Feature<Geometry, P> => ({ type: 'Feature', geometry, properties })

export const boxes: [string, number, number, number, number, Risk, number | null, number | null, number][] = [
  ['合成装置', 25, 165, 100, 105, 'orange', 30, null, 4], ['精馏装置', 150, 165, 120, 105, 'yellow', 20, null, 2], ['中控室', 300, 215, 80, 55, 'blue', null, 2, 1],
  ['一号罐区', 25, 25, 100, 100, 'red', 6, null, 1], ['装卸区', 150, 70, 70, 55, 'orange', 9, null, 1], ['甲类仓库', 235, 70, 45, 55, 'orange', 9, null, 1],
  ['办公楼', 305, 30, 75, 90, 'blue', null, null, 3], ['门岗', 355, 135, 25, 20, 'blue', null, 1, 1], ['集合点 A', 300, 165, 35, 28, 'blue', null, null, 1],
]
export const areas = collect<AreaProps>(boxes.map(([name, x, y, w, h, risk, max, min, floors], i) => feature(rect(x, y, w, h),
  { id: id(i, 1), name, kind: name.startsWith('集合') ? 'muster' : 'unit', risk, max_people: max, min_people: min, floors: floors > 1 ? Array.from({ length: floors }, (_, f) => f + 1) : null, is_major_hazard: name === '一号罐区' })))
const s = (geometry: Geometry, name: string, kind: string, floors: number[] | null, n: number) => feature(geometry, { id: id(n, 2), name, kind, floors })
export const plant: PlantMap = {
  site, areas,
  structures: collect([
    s(line([0, 145], [400, 145]), '中央大道', 'road', null, 1), s(line([137, 0], [137, 300]), '一号路', 'road', null, 2), s(line([288, 0], [288, 300]), '二号路', 'road', null, 3),
    s(rect(38, 215, 34, 42), '合成框架', 'building', [1, 2, 3, 4], 4), s(rect(82, 215, 32, 42), 'R-101 反应器', 'unit', [1, 2, 3, 4], 5), s(disc(52, 190, 11), 'V-102', 'tank', null, 6), s(disc(95, 190, 11), 'V-103', 'tank', null, 7),
    s(rect(165, 180, 18, 76), 'T-101', 'unit', [1, 2], 8), s(rect(193, 180, 18, 76), 'T-102', 'unit', [1, 2], 9), s(rect(225, 210, 34, 28), '压缩机房', 'building', [1], 10),
    s(disc(50, 98, 15), 'TK-101', 'tank', null, 11), s(disc(98, 98, 15), 'TK-102', 'tank', null, 12), s(disc(50, 52, 15), 'TK-103', 'tank', null, 13), s(disc(98, 52, 15), 'TK-104', 'tank', null, 14),
    s(rect(312, 226, 55, 33), '中控楼', 'building', [1], 15), s(rect(318, 42, 50, 66), '办公楼', 'building', [1, 2, 3], 16), s(rect(241, 78, 33, 40), '甲类库', 'building', [1], 17),
    s({ type: 'Point', coordinates: toLonLat(site, 317, 178) }, '集合点', 'muster', null, 18),
  ]),
  fences: collect<{ id: string; name: string; kind: string; floors: number[] | null; enabled: boolean }>([
    feature(rect(218, 202, 46, 44), { id: id(1, 3), name: '动火 HW-1121-03', kind: 'permit', floors: [1], enabled: true }),
    feature(disc(75, 75, 46), { id: id(2, 3), name: '罐区限员', kind: 'count', floors: null, enabled: true }),
    feature(rect(236, 72, 42, 50), { id: id(3, 3), name: '仓库禁入', kind: 'forbidden', floors: null, enabled: false }),
  ]),
  anchors: collect(Array.from({ length: 60 }, (_, i) => feature<{ id: string; number: string; floor: number; online: boolean }>(
    { type: 'Point', coordinates: toLonLat(site, 18 + (i % 10) * 40, 15 + Math.floor(i / 10) * 54) }, { id: id(i, 4), number: `A-${String(i + 1).padStart(3, '0')}`, floor: 1, online: i !== 40 }))),
}

const SURNAMES = '王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗'
const GIVEN = '海涛建国磊敏芳伟强静丽军洋勇艳杰娟涛明超秀霞平刚桂英'
const POSTS = ['外操', '内操', '班长', '电工', '仪表工', '焊工', '安全员', '工艺员']
const DEPARTMENTS = ['生产一部', '生产二部', '设备部', '安全环保部', '储运部']
export interface Walker { entry: RosterEntry; x: number; y: number; floor: number; box: number; state: 'live' | 'still' | 'stale' | 'lost'; t: number; gx: number; gy: number }
export function makeWalkers(n: number): Walker[] {
  let seed = 42
  const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647
  const pick = (text: string): string => text[Math.floor(random() * text.length)] ?? ''
  const weights = [18, 11, 4, 5, 6, 3, 51, 2, 0]
  return Array.from({ length: n }, (_, i) => {
    const kind: Kind = i < 6 ? 'vehicle' : i < 10 ? 'visitor' : i < 38 ? 'contractor' : 'staff'
    const name = kind === 'vehicle' ? `沪A·${8000 + i}槽` : i === 38 ? '王海涛' : pick(SURNAMES) + pick(GIVEN) + (random() < 0.6 ? pick(GIVEN) : '')
    let r = random() * weights.reduce((a, b) => a + b, 0), box = 0
    while (box < weights.length - 1 && (r -= weights[box] ?? 0) > 0) box++
    if (kind === 'vehicle') box = i % 2 ? 4 : 8
    if (kind === 'contractor') box = i % 3 ? 1 : 4
    if (i === 38) box = 0
    const [, x = 0, y = 0, w = 0, h = 0, , , , floors = 1] = boxes[box] ?? []
    const px = x + 6 + random() * (w - 12), py = y + 6 + random() * (h - 12)
    return {
      entry: {
        tag: id(i, 5), tag_number: `T-${String(i + 1).padStart(4, '0')}`, subject: id(i, 6), subject_kind: kind === 'vehicle' ? 'vehicle' : 'person', name, kind,
        department: kind === 'contractor' ? '鲁建安装' : kind === 'visitor' ? '来访' : (DEPARTMENTS[i % 5] ?? null), post: kind === 'vehicle' ? null : (POSTS[i % 8] ?? null),
        sex: i % 4 ? '男' : '女', qualification: i % 3 ? '危化品操作证 2027-03' : null, pinyin: i === 38 ? 'wht wanghaitao' : `x${i}`, battery_pct: (i * 37) % 100,
      },
      x: px, y: py, gx: px, gy: py, floor: 1 + Math.floor(random() * floors), box, state: i % 41 === 12 ? 'stale' : i % 67 === 20 ? 'lost' : 'live', t: Date.now() - (i % 41 === 12 ? 90_000 : i % 67 === 20 ? 900_000 : 0),
    }
  })
}
export function walk(list: Walker[], seconds: number): Walker[] {
  const moved: Walker[] = []
  for (const w of list) {
    if (w.state === 'stale' || w.state === 'lost') continue
    const [, x = 0, y = 0, width = 0, height = 0] = boxes[w.box] ?? []
    const d = Math.hypot(w.gx - w.x, w.gy - w.y)
    if (d < 0.5) { w.gx = x + 4 + Math.random() * (width - 8); w.gy = y + 4 + Math.random() * (height - 8) }
    else { const k = Math.min(1, (1.1 * seconds) / d); w.x += (w.gx - w.x) * k; w.y += (w.gy - w.y) * k }
    w.t = Date.now()
    moved.push(w)
  }
  return moved
}
