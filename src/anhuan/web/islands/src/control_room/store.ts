/** The control room's state: live feeds, what is chosen, what is shown. One per page. */
import { computed, inject, type InjectionKey, onScopeDispose, reactive, ref, shallowRef } from 'vue'
import { compareAlarms, applyAlarmChange, countByPriority, fromSnapshot, isUnacknowledged, loudest, stateOf } from '../alarms/list'
import { AlarmSound } from '../alarms/sound'
import { fetchMap, fetchRoster, type PageLinks, pages } from '../kernel/api'
import type { AlarmCard, AlarmChange, AlarmsSnapshot, CountFrame, Health, Kind, PlantMap, PositionsChange, PositionsSnapshot, SystemChange } from '../kernel/wire'
import { offset, serverNow, useNow } from '../live/clock'
import { type FeedState, openFeed } from '../live/feed'
import { applyFrame, emptyPicture, type Fix, type QualityBounds, usualQuality } from '../live/positions'
import { Roster, postOf } from '../live/roster'
import type { Layer } from '../map/style'
import { healthToShell, countsToShell } from './shell'

/** What the page gives; a missing list of rights means that the server will say. */
export interface ControlRoomProps { links?: Partial<PageLinks>; rights?: string[]; floors?: { floor: number; name: string }[]; quality?: QualityBounds }
export type Selection = { type: 'person'; tag: string } | { type: 'alarm'; id: string } | { type: 'area'; id: string } | null
const POSITIONS_QUIET_MS = 10_000 // counts come every second
const SYSTEM_QUIET_MS = 20_000 // health comes every two

export function createStore(props: ControlRoomProps) {
  const links: PageLinks = { ...pages, ...props.links }
  const quality = props.quality ?? usualQuality
  const now = useNow()
  const roster = shallowRef(new Roster([]))
  const plant = shallowRef<PlantMap | null>(null)
  const plantError = ref('')
  const picture = emptyPicture()
  const listeners = new Set<(fixes: readonly Fix[], whole: boolean) => void>()
  /** Bumped on each frame; the fixes themselves stay plain objects. */
  const tick = ref(0)
  const counts = shallowRef<CountFrame | null>(null)
  const alarms = shallowRef<ReadonlyMap<string, AlarmCard>>(new Map())
  const health = shallowRef<Health | null>(null)
  const feeds = reactive<Record<'positions' | 'alarms' | 'system', FeedState>>({ positions: 'connecting', alarms: 'connecting', system: 'connecting' })
  const latency = ref<number | null>(null)
    const sound = new AlarmSound()

  const view = reactive({
    selection: null as Selection,
    follow: false,
    floor: null as number | null,
    hiddenKinds: new Set<Kind>(),
    department: '',
    post: '',
    layers: new Set<Layer>(['people', 'risk', 'fences', 'jobs', 'structures']),
    tab: 'map' as 'map' | 'counts' | 'alarms',
    /** Null is live; otherwise the past moment shown. */
    replayAt: null as number | null,
    chosenAlarm: null as string | null,
  })
  const sorted = computed(() => [...alarms.value.values()].filter((a) => stateOf(a, now.value) !== 'shelved').sort(compareAlarms))
  const shelved = computed(() => [...alarms.value.values()].filter((a) => stateOf(a, now.value) === 'shelved'))

  const loadPlant = async (): Promise<void> => {
    plantError.value = ''
    try {
      plant.value = await fetchMap()
    } catch (error) {
      plantError.value = error instanceof Error ? error.message : String(error)
    }
  }
  const loadRoster = async (): Promise<void> => {
    try {
      roster.value = new Roster(await fetchRoster())
    } catch (error) {
      console.error('roster', error)
      window.setTimeout(() => void loadRoster(), 5000)
    }
  }
  const tell = (fixes: readonly Fix[], whole: boolean): void => { for (const call of listeners) call(fixes, whole) }
  const afterAlarms = (): void => {
    const open = [...alarms.value.values()]
    sound.demand(loudest(open), open.filter(isUnacknowledged).map((a) => a.id))
    countsToShell(countByPriority(open))
  }
  const measure = (t: string): void => {
    const sent = Date.parse(t)
    offset.hear(sent, Date.now())
    latency.value = Math.max(0, serverNow() - sent)
  }
  const onPositions = (data: PositionsChange, whole: boolean): void => {
    if (data.frame) {
      const fixes = applyFrame(picture, data.frame, whole)
      if (!whole) measure(data.frame.t)
      tell(fixes, whole)
      tick.value++
    }
    if (data.counts) counts.value = data.counts
  }
  const lastRaised = shallowRef<AlarmCard | null>(null)
  const putAlarm = (change: AlarmChange): void => {
    const isNew = change.type === 'alarm.raised' && !alarms.value.has(change.alarm.id)
    alarms.value = applyAlarmChange(alarms.value, change)
    if (isNew) lastRaised.value = change.alarm
    afterAlarms()
  }
  const onSystem = (data: SystemChange): void => {
    if (data.health) health.value = data.health
    if (data.roster) void loadRoster()
    if (data.map) void loadPlant()
  }

  const open = [
    openFeed<PositionsSnapshot, PositionsChange>('positions', {
      snapshot: (d) => onPositions({ ...(d.frame ? { frame: d.frame } : {}), ...(d.counts ? { counts: d.counts } : {}) }, true),
      change: (d) => onPositions(d, false),
      state: (s) => { feeds.positions = s },
    }, POSITIONS_QUIET_MS),
    openFeed<AlarmsSnapshot, AlarmChange>('alarms', {
      snapshot: (d) => { alarms.value = fromSnapshot(d.alarms); afterAlarms() },
      change: putAlarm,
      state: (s) => { feeds.alarms = s },
    }),
    openFeed<SystemChange, SystemChange>('system', { snapshot: onSystem, change: onSystem, state: (s) => { feeds.system = s } }, SYSTEM_QUIET_MS),
  ]
  const shellTimer = window.setInterval(() => healthToShell(health.value, feeds.positions, latency.value), 1000)
  onScopeDispose(() => { for (const feed of open) feed.close(); clearInterval(shellTimer); sound.close() })
  void loadPlant()
  void loadRoster()

  const passes = (tag: string, kind: Kind): boolean => {
    if (view.hiddenKinds.has(kind)) return false
    if (!view.department && !view.post) return true
    const entry = roster.value.byTag.get(tag)
    return (!view.department || entry?.department === view.department) && (!view.post || (!!entry && postOf(entry) === view.post))
  }
  const may = (right: string): boolean => props.rights?.includes(right) ?? true
  const areaName = (id: string | null): string => plant.value?.areas.features.find((f) => f.properties.id === id)?.properties.name ?? ''

  return { links, now, roster, plant, plantError, picture, tick, listeners, counts, alarms, sorted, shelved, health, feeds, latency, sound, lastRaised, view, loadPlant, putAlarm, passes, areaName, may, quality, floors: props.floors ?? [] }
}
export type Store = ReturnType<typeof createStore>
export const storeKey: InjectionKey<Store> = Symbol('control room')
export function useStore(): Store {
  const store = inject(storeKey)
  if (!store) throw new Error('no control room store')
  return store
}
