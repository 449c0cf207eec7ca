import { expect, test } from 'vitest'
import type { Operation } from '../kernel/operation'
import { sm3Hex } from '../kernel/sm3'
import { differs, emptyDraft, handlingLacks, isAbnormal, lacks, valueOf, type Draft } from './answer'
import { fits, stopOf } from './arrival'
import { answeredAt, hourOf, isOpen, isWalked, leaving, mayWalk, nextItem, nextStop, progressOf, stateAt, staysLeft } from './progress'
import { wayBetween, wayTo } from './way'
import type { Item, Round, Stop } from './wire'

const digest = (text: string) => sm3Hex(new TextEncoder().encode(text))
const item = (id: string, more: Partial<Item> = {}): Item => ({
  id, part: '', category: '', method: '', name: id, kind: 'check', unit: '', low: null, high: null, choices: [], normal: [], needs_photo: false,
  process_point: '', process_value: null, may_differ: null, last: [], faults: { same: [], like: [], in_a_year: 0, is_frequent: false }, entry: null, ...more,
})
const stop = (point: string, more: Partial<Stop> = {}): Stop => ({
  point, name: point, is_paused: false, stay_s: 0, longest_min: null, code_sm3: point && digest(`XJ-${point}`), beacon_sm3: digest(`B-${point}`), equipment: '', area: '', floor: 0,
  x_m: 1, y_m: 1, visit: null, items: [item('leak'), item('gauge')], ...more,
})
const round = (stops: Stop[], more: Partial<Round> = {}): Round => ({
  id: 'r', name: 'r', kind_label: '', team: '', state: 'due', begins_at: '', opens_at: '2026-11-24T01:45:00Z', ends_at: '2026-11-24T04:00:00Z', due_at: '2026-11-24T04:15:00Z', closes_at: '2026-11-24T05:15:00Z',
  started_at: null, finished_at: null, points: stops.length, abnormal: 0, stops, is_ordered: true, path: [], turn_deg: 0, identity: 'login', is_known: false, first_within_min: null, ...more,
})
const op = (kind: string, payload: Record<string, unknown> = {}, state: Operation['state'] = 'waiting', at = 1_000): Operation =>
  ({ kind: `round.${kind}`, payload: { task: 'r', ...payload }, state, stamp: { device_at: at } }) as unknown as Operation
const draft = (more: Partial<Draft>): Draft => ({ ...emptyDraft(), ...more })

test('what was done here counts before it is told, what was refused does not', () => {
  const one = round([stop('a'), stop('b')])
  const done = progressOf(one, [op('arrive', { point: 'a' }), op('enter', { point: 'a', item: 'leak' }), op('leave', { point: 'a' }), op('arrive', { point: 'b' }, 'refused')])
  expect([...done.arrived.keys()]).toEqual(['a'])
  expect(answeredAt(one.stops[0]!, done)).toBe(1)
  expect(nextStop(one, done)?.point).toBe('b')
  expect([isOpen(one, done, one.stops[0]!), isOpen(one, done, one.stops[1]!)]).toEqual([false, true])
})
test('the next stop is known the moment one leaves', () => {
  const one = round([stop('a'), stop('b')])
  expect(nextStop(one, leaving(progressOf(one, []), 'a'))?.point).toBe('b')
})
test('another round’s deeds are not this one’s', () => {
  const done = progressOf(round([stop('a')]), [{ ...op('arrive', { point: 'a' }), payload: { task: 'other', point: 'a' } }])
  expect([done.arrived.size, done.isStarted]).toEqual([0, false])
})
test('items come one after the other, and a resting point is passed over', () => {
  const one = round([stop('a', { is_paused: true }), stop('b')])
  const none = progressOf(one, [])
  expect(nextStop(one, none)?.point).toBe('b')
  expect(nextItem(one.stops[1]!, none)?.id).toBe('leak')
  expect(nextItem(one.stops[1]!, progressOf(one, [op('enter', { point: 'b', item: 'leak' })]))?.id).toBe('gauge')
})
test('where the order is free any point may be next', () => {
  const one = round([stop('a'), stop('b')], { is_ordered: false })
  expect(isOpen(one, progressOf(one, []), one.stops[1]!)).toBe(true)
})
test('a round is walked when every stop is left; one without a route when every item is answered', () => {
  const one = round([stop('a')])
  expect(isWalked(one, progressOf(one, []))).toBe(false)
  expect(isWalked(one, progressOf(one, [op('leave', { point: 'a' })]))).toBe(true)
  const free = round([stop('', { items: [item('leak')] })])
  expect(isWalked(free, progressOf(free, []))).toBe(false)
  expect(isWalked(free, progressOf(free, [op('enter', { point: null, item: 'leak' })]))).toBe(true)
})
test('what the server knows counts too', () => {
  const visit = { arrived_at: '2026-11-24T02:00:00Z', finished_at: '2026-11-24T02:05:00Z', method: 'nfc', weight: 3 }
  const one = round([stop('a', { visit }), stop('b')])
  expect(nextStop(one, progressOf(one, []))?.point).toBe('b')
})
test('the least stay runs from the arrival, to the second', () => {
  const one = round([stop('a', { stay_s: 60 })])
  const done = progressOf(one, [op('arrive', { point: 'a' }, 'waiting', 1_000)])
  expect([1_000, 60_999, 61_000].map((now) => staysLeft(one.stops[0]!, done, now))).toEqual([60, 1, 0])
})
test('the window to the second', () => {
  const at = (time: string) => stateAt(round([]), Date.parse(`2026-11-24T${time}Z`))
  expect(at('01:44:59')).toBe('pending')
  expect(at('01:45:00')).toBe('due')
  expect(at('04:15:00')).toBe('due')
  expect(at('04:15:01')).toBe('late')
  expect(at('05:15:00')).toBe('late')
  expect(at('05:15:01')).toBe('missed')
  expect((['pending', 'due', 'running', 'late', 'missed', 'paused'] as const).filter(mayWalk)).toEqual(['due', 'running', 'late'])
})
test('a tag is known by its digest, a Bluetooth mark by its own', () => {
  const [a, b] = [stop('a'), stop('b')]
  expect([fits(a, 'nfc', 'XJ-a'), fits(a, 'qr', 'XJ-b'), fits(a, 'beacon', 'B-a'), fits(a, 'beacon', 'XJ-a'), fits(a, 'position', '')]).toEqual([true, false, true, false, true])
  expect(stopOf([a, b], 'XJ-b')?.point).toBe('b')
  expect(stopOf([a, b], 'elsewhere')).toBeNull()
})
const gauge = item('gauge', { kind: 'number', unit: 'MPa', low: 0.3, high: 0.6 })
test('out of limits is abnormal by itself; the limit itself is good', () => {
  const judged = (text: string) => isAbnormal(gauge, draft({ text }))
  expect(['0.3', '0.6', '0.29', '0.61', '', 'x'].map(judged)).toEqual([false, false, true, true, false, false])
  expect(isAbnormal(gauge, draft({ text: '0.5', isAbnormal: true }))).toBe(true)
  expect(valueOf(gauge, draft({ text: '0，5' }))).toBe(0.5)
})
test('a choice that is not normal is abnormal; without a list of normal ones none is', () => {
  const colour = item('c', { kind: 'choice', choices: ['透明', '发黑'], normal: ['透明'] })
  expect([isAbnormal(colour, draft({ choice: '透明' })), isAbnormal(colour, draft({ choice: '发黑' })), isAbnormal({ ...colour, normal: [] }, draft({ choice: '发黑' }))]).toEqual([false, true, false])
})
test('everything that is missing is named at once', () => {
  const shot = { ...gauge, needs_photo: true }
  expect(lacks(shot, draft({}))).toEqual(['value', 'photo'])
  expect(lacks(shot, draft({ text: '0.7', photos: ['p'] }))).toEqual(['handling'])
  expect(lacks(shot, draft({ text: '0.7', photos: ['p'], handling: 'on_spot' }))).toEqual(['handled'])
  expect(lacks(shot, draft({ text: '0.7', photos: ['p'], handling: 'fault' }))).toEqual([])
  expect(lacks(shot, draft({ reason: '停用' }))).toEqual([])
  expect(handlingLacks(draft({ handling: 'on_spot', handled: '已紧固' }))).toEqual([])
})
test('a check is answered by either word, and by none it is not', () => {
  const leak = item('leak')
  expect([null, false, true].map((one) => valueOf(leak, draft({ isAbnormal: one })))).toEqual([null, true, false])
})
test('the gauge is held against the control room', () => {
  const both = { ...gauge, process_value: 0.5, may_differ: 0.05 }
  expect(['0.55', '0.56', '0.44', ''].map((text) => differs(both, draft({ text })))).toEqual([false, true, true, false])
})
test('an hour is told with its day only where that is not today', () => {
  const now = new Date(2026, 10, 24, 9, 30).getTime()
  expect(hourOf(new Date(2026, 10, 24, 11, 45).toISOString(), now)).toBe('11:45')
  expect(hourOf(new Date(2026, 10, 25, 0, 15).toISOString(), now)).toBe('11-25 00:15')
})

test.each([
  [50, 0, 0, '东', 50], [0, 50, 0, '北', 50], [-30, -30, 0, '西南', 42], [50, 0, 90, '北', 50], [50, 0, -45, '东南', 50],
])('%d m, %d m on a site turned by %d° is %s', (x_m, y_m, turn, towards, metres) => {
  const way = wayBetween(stop('a', { x_m: 0, y_m: 0 }), stop('b', { x_m, y_m, floor: 2 }), turn)
  expect([way?.towards, way?.metres, way?.floors]).toEqual([towards, metres, 2])
})
test('the way begins at the point arrived at last, and there is none before the first', () => {
  const one = round([stop('a', { x_m: 0, y_m: 0 }), stop('b', { x_m: 40, y_m: 0 }), stop('c', { x_m: 40, y_m: 30 })])
  expect(wayTo(one, progressOf(one, []), one.stops[0]!)).toBeNull()
  const done = progressOf(one, [op('arrive', { point: 'a' }, 'waiting', 1_000), op('arrive', { point: 'b' }, 'waiting', 2_000)])
  expect(wayTo(one, done, one.stops[2]!)?.from).toBe('b')
})
