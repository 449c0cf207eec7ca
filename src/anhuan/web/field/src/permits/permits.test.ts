import { expect, test } from 'vitest'
import type { Operation } from '../kernel/operation'
import { openBoxes, sentence, valuesOf } from './answers'
import { curvesOf, HEIGHT } from './curve'
import { isGranting, mainDeed, otherDeeds, screenOf } from './deeds'
import { GOOD_FOR_MS, presence, standAt } from './here'
import { insideOf, outsideOf } from './inside'
import { nextOpen, settledHere } from './measures'
import { filledFrom, limitOf, readingsOf } from './readings'
import { checked, roundsOf } from './rounds'
import { spanOf } from './spans'
import { stepsOf } from './steps'
import { clock, timersOf } from './timers'
import type { Box, Detector, Entry, FieldPermit, Gas, GasTest, Measure, Person } from './wire'

const box = (changes: Partial<Box> = {}): Box => ({ key: 'gap', label: '间距', type: 'number', unit: 'm', required: true, options: [], least: 5, most: null, is_open: false, clause: '', ...changes })
const deed = (name: string) => ({ deed: name, label: name, blockers: [] })
const person = (id: string, part = 'worker'): Person => ({ id, name: id, part, part_label: part, duty: '', certificates: [] })
const permit = (changes: Partial<FieldPermit> = {}): FieldPermit =>
  ({ id: 'p', state: 'working', deeds: [], next: null, briefing: null, measures: [], approvals: [], acceptance: [], gas: { needed: true, tests: [] }, entries: [], people: [], ...changes }) as unknown as FieldPermit
const op = (kind: string, payload: Record<string, unknown>, title = ''): Operation => ({ id: kind, kind, payload, title, state: 'waiting' }) as unknown as Operation

test('a limit of a measure is good itself, a hair beyond is not; an open one is not', () => {
  expect(openBoxes([box()], { gap: '5' })).toEqual([])
  expect(openBoxes([box()], { gap: '4.99' })).toEqual(['间距'])
  expect(openBoxes([box({ least: 0.7, is_open: true })], { gap: '0.7' })).toEqual(['间距'])
  expect(openBoxes([box({ least: 0.7, is_open: true })], { gap: '0.71' })).toEqual([])
  expect(openBoxes([box({ required: false })], {})).toEqual([])
})
test('numbers go as numbers, also with a Chinese full stop, and the sentence is filled', () => {
  const boxes = [box(), box({ key: 'hose', type: 'choice', options: [{ key: 'w', label: '水带' }] })]
  expect(valuesOf(boxes, { gap: '5。5', hose: 'w', none: 'x' })).toEqual({ gap: 5.5, hose: 'w' })
  expect(sentence('相距 {gap} m，{hose}，{more}', boxes, { gap: 5, hose: 'w' })).toBe('相距 5 m，水带，____')
})
test('what grants permission is known as such, evidence and stopping are not', () => {
  for (const one of ['approve', 'verify', 'start', 'resume', 'accept', 'submit', 'take_over']) expect(isGranting(one), one).toBe(true)
  for (const one of ['test_gas', 'confirm_measure', 'suspend', 'finish', 'remark', 'enter', 'leave', 'sign_briefing']) expect(isGranting(one), one).toBe(false)
})
test('the step that is mine comes first; a briefing I have signed is not asked of me again', () => {
  const briefing = { missing: ['焊工'] } as FieldPermit['briefing']
  const one = permit({ deeds: [deed('sign_briefing'), deed('remark'), deed('fill')], next: { deed: 'sign_briefing', label: '', waits_for: '' }, briefing })
  expect(mainDeed(one, '焊工')).toBe('sign_briefing')
  expect(mainDeed(one, '监护员')).toBeNull()
  expect(otherDeeds(one, '焊工').map((row) => row.path)).toEqual(['boxes', 'remark'])
  expect(mainDeed(permit({ deeds: [deed('take_over'), deed('finish')], next: { deed: 'finish', label: '', waits_for: '' } }), '')).toBe('take_over')
  expect(screenOf('approve')).toBe('sign/approve')
  expect(screenOf('apply')).toBeNull()
})
test('what changes a permit has a screen of its own, needs a network, and a span that runs forwards', () => {
  for (const one of ['change_crew', 'ask_cancel', 'cancel', 'extend', 'reissue']) expect([screenOf(one) !== null, isGranting(one)], one).toEqual([true, true])
  expect(spanOf('cancel', '', '')).toEqual({})
  expect(spanOf('extend', '', '')).toBeNull()
  expect(spanOf('reissue', '2026-11-24T10:00', '2026-11-24T10:00')).toBeNull()
  expect(Object.keys(spanOf('reissue', '2026-11-24T10:00', '2026-11-24T10:01')!)).toEqual(['starts_at', 'ends_at'])
})
test('timers count down to the second, and what is over stays', () => {
  const now = Date.parse('2026-11-24T02:30:00Z')
  const timers = [
    { what: 'record_soon', text: '', at: '2026-11-24T03:00:00Z', is_alarm: false },
    { what: 'expires_soon', text: '', at: '2026-11-24T02:00:00Z', is_alarm: false },
    { what: 'expires', text: '', at: '2026-11-24T04:30:01Z', is_alarm: true },
    { what: 'record', text: '', at: '2026-11-24T02:29:59Z', is_alarm: true },
  ]
  const found = timersOf({ timers }, now)
  expect(found.map((one) => [one.what, one.left_s, one.isOver])).toEqual([['record', -1, true], ['expires', 7201, false]])
  expect([clock(7201), clock(59), clock(-61)]).toEqual(['2:00:01', '00:59', '−01:01'])
})
test('a scan speaks for five minutes, to the millisecond, and not for a clock put back', () => {
  standAt('p', { code: 'ZYD-1', how: 'nfc', at: 1_000_000, name: '', distance_m: 1, isKnown: true })
  expect(presence('p', 1_000_000 + GOOD_FOR_MS)).toEqual({ point: 'ZYD-1', how: 'nfc' })
  expect(presence('p', 1_000_001 + GOOD_FOR_MS)).toEqual({})
  expect(presence('p', 999_999)).toEqual({})
  expect(presence('other', 1_000_000)).toEqual({})
})
const methane: Gas = { key: 'methane', name: '甲烷', limits: { vol_pct: { least: null, most: 0.5 }, lel_pct: { least: null, most: 10 } } }
test('a reading is held against the limit of its own unit', () => {
  expect(limitOf([methane], { gas: 'methane', unit: 'lel_pct' })).toEqual({ least: null, most: 10 })
  expect(limitOf([methane], { gas: 'other', unit: 'ppm' })).toEqual({ least: null, most: null })
  expect(readingsOf([{ gas: 'methane', unit: 'vol_pct', zone: 'inside', text: '0.1' }])).toEqual([{ gas: 'methane', unit: 'vol_pct', zone: 'inside', point: '', distance_m: null, value: 0.1 }])
})
test('a detector fills its own row over and adds what it alone reads', () => {
  const detector = { readings: [{ gas: 'methane', unit: 'vol_pct', value: 0.2 }, { gas: 'oxygen', unit: 'vol_pct', value: 20.9 }] } as unknown as Detector
  const rows = filledFrom(detector, [{ gas: '', unit: 'vol_pct', zone: 'upper', text: '' }, { gas: 'methane', unit: 'vol_pct', zone: 'upper', text: '9' }])
  expect(rows.map((row) => [row.gas, row.zone, row.text])).toEqual([['methane', 'upper', '0.2'], ['oxygen', 'upper', '20.9']])
})
test('the curve is in order of sampling, however the tests come, and its last value is judged', () => {
  const at = (sampled_at: string, value: number) => ({ sampled_at, readings: [{ gas: 'methane', unit: 'vol_pct', zone: 'inside', point: '', value }] }) as unknown as GasTest
  const gas = { tests: [at('2026-11-24T03:00:00Z', 0.6), at('2026-11-24T02:00:00Z', 0)], gases: [methane], units: { vol_pct: '%vol' }, zones: { inside: '内' } } as unknown as FieldPermit['gas']
  const [one] = curvesOf(gas)
  expect(one).toMatchObject({ name: '甲烷 · 内', unit: '%vol', last: 0.6, isBad: true })
  expect(one!.points.split(' ')[0]).toBe(`0,${HEIGHT}`)
})
test('settled here counts before it is told, and the next open one follows', () => {
  const rows = [1, 2, 3].map((no) => ({ no, confirmed_at: no === 2 ? 'x' : null }) as Measure)
  const here = settledHere([op('permit.measure', { no: 3 })])
  expect(nextOpen(rows, new Set(), 1)).toBe(3)
  expect(nextOpen(rows, here, 3)).toBe(1)
  expect(nextOpen(rows, here, 1)).toBeNull()
})
test('who is inside includes what is not told yet', () => {
  const entries = [{ id: 'e', person: { id: 'a', name: '甲' }, tool: '', count: 1, entered_at: 'x', left_at: null, left_count: null }] as Entry[]
  const people = [person('a'), person('a', 'work_leader'), person('b'), person('g', 'guardian')]
  expect(outsideOf(permit({ entries, people }), []).map((one) => one.id)).toEqual(['b'])
  expect(outsideOf(permit({ entries, people }), [op('permit.enter', { person: 'b' })])).toEqual([])
  expect(insideOf(entries, [op('permit.leave', { entry: 'e' }), op('permit.enter', { tool: '扳手', count: 2 }, '扳手 进入 X')])).toMatchObject([{ name: '扳手', count: 2, isPerson: false, isKnown: false }])
})
test('a round names what is in order and what is not', () => {
  const items = [{ key: 'a', text: '甲', photo: false }, { key: 'b', text: '乙', photo: true }]
  expect(checked(items, { a: true, b: false })).toEqual({ good: ['甲'], bad: ['乙'] })
  const remark = (at: string, text: string) => ({ at, text, by_name: '', is_problem: false })
  expect(roundsOf([remark('1', '监护检查：13 项符合'), remark('2', '意见'), remark('3', '监护检查：1')]).map((one) => one.at)).toEqual(['3', '1'])
})
test('the steps say what is behind, what is now, and lead only where one may', () => {
  const one = permit({ state: 'approving', deeds: [deed('approve')], next: { deed: 'approve', label: '', waits_for: '' }, approvals: [{ is_approved: true }, { is_approved: null }] as FieldPermit['approvals'] })
  const steps = stepsOf(one)
  expect(steps.map((row) => row.state)).toEqual(['done', 'done', 'done', 'now', 'todo', 'todo', 'todo'])
  expect(steps[3]).toMatchObject({ who: '1 / 2', to: '/permits/p/sign/approve' })
  expect(steps[0]!.to).toBeUndefined()
})
