/** DEV ONLY: fetch and EventSource answered in the browser, so that islands can be looked at without a server. */
import type { AlarmCard, CountFrame, Kind, PositionFrame, Priority } from '../src/kernel/wire'
import { circleRing, toLonLat } from '../src/kernel/geo'
import { areas, id, makeWalkers, plant, site, walk, type Walker } from './fake_plant'

const COLS = ['tag', 't_ms', 'x_m', 'y_m', 'floor', 'r68_m', 'speed_mps', 'area', 'state']
const ago = (s: number): string => new Date(Date.now() - s * 1000).toISOString()

function makeAlarms(walkers: Walker[]): AlarmCard[] {
  const at = (i: number): Walker => walkers[i] as Walker
  const who = (i: number) => ({ id: at(i).entry.subject, name: at(i).entry.name, kind: at(i).entry.kind })
  const base = { state: 'unacknowledged' as const, active: true, needs_clearing: true, handled: false, closed: false, returned_at: null, acknowledged_at: null, acknowledged_by: null, escalation: null, people: [] }
  const alarm = (n: number, kind: string, kind_label: string, priority: Priority, title: string, text: string, seconds: number, over: Partial<AlarmCard>): AlarmCard =>
    ({ ...base, id: id(n, 7), kind, kind_label, priority, title, text, raised_at: ago(seconds), place: null, url: `/alarms/${n}/`, ...over })
  const place = (area: number, x: number, y: number, radius_m: number | null = null, floor = 1) => ({ area: id(area, 1), area_name: areas.features[area]?.properties.name ?? null, x_m: x, y_m: y, floor, radius_m })
  const acked = { state: 'acknowledged' as const, acknowledged_at: ago(60), acknowledged_by: '李建国' }
  return [
    alarm(1, 'sos', '一键求救', 1, '一键求救 · 王海涛', '换热器旁，距离最近同伴 12 m', 14, { people: [who(38)], place: place(0, at(38).x, at(38).y, null, at(38).floor) }),
    alarm(2, 'over_count', '超员', 2, '超员 · 一号罐区', '7 人，限 6 人；多出：赵磊（承包商）', 108, { place: place(3, 75, 75), escalation: '已报班长' }),
    alarm(3, 'crowd_orange', '聚集', 2, '橙色聚集 · 6 人', '罐区东侧，半径 11.8 m', 186, { place: place(3, 92, 76, 11.8), people: [40, 41, 42, 43, 44, 45].map(who) }),
    alarm(4, 'guardian_left', '监护人离岗', 3, '监护人离岗 · HW-1121-03', '孙立 离开作业区 42 秒后返回', 268, { ...acked, active: false, returned_at: ago(226), place: place(1, 222, 206) }),
    alarm(5, 'still', '静止超时', 3, '静止超时 · 陈晓', '2F 静止 5 分', 838, { active: false, returned_at: ago(500), people: [who(50)], place: place(1, 200, 230, null, 2) }),
    alarm(6, 'anchor_offline', '基站离线', 3, '基站离线 · A-041', '甲类仓库西，覆盖降为 2 站', 2255, { ...acked, place: place(5, 238, 90) }),
    alarm(7, 'battery', '电量低', 4, '电量低 · T-0123', '剩余 8 %，请换电', 5400, { ...acked }),
  ]
}

export function installFakes(options: { tags: number; calm: boolean; down: boolean }) {
  const walkers = makeWalkers(options.tags || 137)
  const alarms = new Map((options.calm ? [] : makeAlarms(walkers)).map((a) => [a.id, a]))
  const epoch = 'dev'
  let n = 0
  const row = (w: Walker) => [w.entry.tag, w.t, w.x, w.y, w.floor, 0.5 + (n % 3), 1, w.box === 8 ? null : id(w.box, 1), w.state]
  const frame = (list: Walker[]): PositionFrame => ({ epoch, n: ++n, t: new Date().toISOString(), cols: COLS, rows: list.map(row) })
  const counts = (): CountFrame => {
    const out: CountFrame = { epoch, n: ++n, t: new Date().toISOString(), total: {}, areas: {} }
    const add = (to: Partial<Record<Kind, number>>, kind: Kind): void => { to[kind] = (to[kind] ?? 0) + 1 }
    for (const w of walkers) { add(out.total, w.entry.kind); add((out.areas[id(w.box, 1)] ??= {}), w.entry.kind) }
    return out
  }
  const alarmListeners = new Set<(type: string, alarm: AlarmCard) => void>()

  class FakeSource extends EventTarget {
    static readonly CLOSED = 2
    readyState = 1
    onopen: (() => void) | null = null
    onerror: (() => void) | null = null
    private timers: number[] = []
    constructor(url: string) {
      super()
      const send = (event: string, data: unknown): void => { this.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(data) })) }
      setTimeout(() => {
        this.onopen?.()
        if (url.endsWith('positions')) {
          send('snapshot', { frame: frame(walkers), counts: counts() })
          if (options.down) { setTimeout(() => { this.onerror?.() }, 500); return }
          this.timers.push(window.setInterval(() => send('change', { frame: frame(walk(walkers, 0.5)) }), 500), window.setInterval(() => send('change', { counts: counts() }), 1000))
        } else if (url.endsWith('alarms')) {
          send('snapshot', { alarms: [...alarms.values()] })
          alarmListeners.add((type, alarm) => send('change', { type, alarm }))
        } else send('snapshot', { health: { state: 'ok', processes: { web: { state: 'ok' }, engine: { state: 'ok' } } } })
      }, 60)
    }
    close(): void { this.readyState = 2; this.timers.forEach(clearInterval) }
  }
  Object.assign(window, { EventSource: FakeSource })

  const real = window.fetch.bind(window)
  const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
  const headcount = (t: number): number => Math.round(70 + 55 * Math.max(0, Math.sin(((t / 3_600_000 + 2) % 24) / 24 * Math.PI * 2)) + 6 * Math.sin(t / 900_000))
  const trackOf = (subject: string, from: number, to: number) => {
    const seed = Number(subject.slice(-3))
    const t_ms: number[] = [], x_m: number[] = [], y_m: number[] = [], floor: number[] = [], r68_m: number[] = []
    const stops = [[60, 190, 1], [60, 235, 1], [60, 235, 3], [200, 220, 1], [75, 75, 1], [340, 240, 1]] as const
    for (let t = from; t < to; t += 2000) {
      const leg = Math.floor((t - from) / 600_000), part = Math.min(1, ((t - from) % 600_000) / 180_000)
      const [ax, ay] = stops[(leg + seed) % 6] ?? stops[0], [bx, by, bf] = stops[(leg + seed + 1) % 6] ?? stops[0]
      if (leg % 9 === 7) continue
      t_ms.push(t); x_m.push(ax + (bx - ax) * part + Math.sin(t / 3000) * 0.4); y_m.push(ay + (by - ay) * part + Math.cos(t / 4000) * 0.4); floor.push(part < 1 ? 1 : bf); r68_m.push(0.6)
    }
    return { subject, segments: [{ t_ms, x_m, y_m, floor, r68_m }], visits: [{ area: id(0, 1), area_name: '合成装置', enter: new Date(from + 60_000).toISOString(), leave: new Date(from + 1_260_000).toISOString() }, { area: id(3, 1), area_name: '一号罐区', enter: new Date(from + 2_400_000).toISOString(), leave: null }] }
  }
  window.fetch = async (input, init) => {
    const url = new URL(String(input instanceof Request ? input.url : input), location.href)
    if (!url.pathname.startsWith('/api/')) return real(input, init)
    await new Promise((done) => setTimeout(done, 80))
    const q = url.searchParams, from = Date.parse(q.get('from') ?? ''), to = Date.parse(q.get('to') ?? '')
    const action = /alarms\/([^/]+)\/(\w+)$/.exec(url.pathname)
    if (action) {
      const alarm = alarms.get(decodeURIComponent(action[1] ?? ''))
      if (!alarm) return json({ detail: '没有这个报警' }, 404)
      if (action[2] === 'close' || (action[2] === 'handle' && alarm.active)) return json({ code: 'refused', blockers: [{ code: 'still_active', text: '报警还没有恢复，不能处理完毕', clause: 'AQ 3064.1 6.3' }, { code: 'not_yours', text: '只有当班人员可以处理', clause: null }] }, 422)
      const next = { ...alarm, ...(action[2] === 'acknowledge' ? { state: 'acknowledged' as const, acknowledged_by: '李建国', acknowledged_at: new Date().toISOString() } : { handled: true }) }
      alarms.set(alarm.id, next)
      for (const tell of alarmListeners) tell('alarm.acknowledged', next)
      return json(next)
    }
    if (url.pathname.endsWith('/map')) return json(plant)
    if (url.pathname.endsWith('/roster')) return json({ people: walkers.map((w) => w.entry) })
    if (url.pathname.endsWith('/tracks')) return json(trackOf(q.get('subject') ?? '', from, Math.min(to, Date.now())))
    if (url.pathname.endsWith('/at')) {
      const t = Date.parse(q.get('t') ?? ''), k = (t % 600_000) / 600_000
      return json({ t: q.get('t'), rows: walkers.slice(0, headcount(t)).map((w) => ({ subject: w.entry.subject, tag: w.entry.tag, t_ms: t - 400, x_m: w.gx + 8 * Math.sin(k * 6.28 + w.gx), y_m: w.gy + 8 * Math.cos(k * 6.28 + w.gy), floor: w.floor, r68_m: 0.8 })) })
    }
    if (url.pathname.endsWith('/timeline')) {
      const step = Number(q.get('step_s')) * 1000, t: string[] = [], people: number[] = []
      for (let at = from; at <= Math.min(to, Date.now()); at += step) { t.push(new Date(at).toISOString()); people.push(headcount(at)) }
      return json({ t, people, alarms: [...alarms.values()].map((a) => ({ id: a.id, t: a.raised_at, priority: a.priority })).concat([30, 95, 200, 340].map((m, i) => ({ id: `old${i}`, t: ago(m * 60), priority: ((i % 4) + 1) as Priority }))) })
    }
    return json({ detail: 'not found' }, 404)
  }
  const props = (island: string): unknown => {
    if (island === 'mini_map') return { title: '一键求救 · 王海涛', at: ago(400), marker: { x_m: 62, y_m: 188, floor: 1, radius_m: null, priority: 1, kind: 'staff', name: '王海涛' }, people: walkers.slice(10, 70).map((w) => ({ id: w.entry.subject, name: w.entry.name, kind: w.entry.kind, x_m: w.x, y_m: w.y, floor: w.floor, state: w.state })), area: id(0, 1), track: Array.from({ length: 60 }, (_, i) => [Date.now() - (60 - i) * 5000, 130 - i * 1.1, 146 + Math.min(42, i)]) }
    if (island === 'chart') return { title: '近 7 天报警', option: { xAxis: { type: 'category', data: ['一', '二', '三', '四', '五', '六', '日'] }, yAxis: { type: 'value' }, legend: {}, series: [{ type: 'bar', stack: 'a', name: '紧急', data: [1, 0, 2, 0, 1, 0, 1] }, { type: 'bar', stack: 'a', name: '高', data: [4, 6, 2, 5, 3, 2, 4] }, { type: 'line', name: '平均确认 s', data: [31, 28, 40, 22, 19, 25, 21] }] } }
    if (island === 'track_replay') return { subjects: [id(38, 6)] }
    return {}
  }
  const shape = (name: string): unknown => name === 'circle' ? { type: 'Feature', geometry: { type: 'Point', coordinates: toLonLat(site, 75, 75) }, properties: { radius_m: 30 } } : { type: 'Polygon', coordinates: [circleRing(site, 200, 100, 30, 6)] }
  return { props, shape }
}
