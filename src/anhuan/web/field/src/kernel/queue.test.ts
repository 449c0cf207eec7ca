import 'fake-indexeddb/auto'
import { beforeEach, expect, test } from 'vitest'
import { newOperation, nextBatch, waitMs, type Operation } from './operation'
import { FileRefused, Queue, StillWaiting, Unanswered, Unreachable, waiting, type Transport } from './queue'
import { trustedNow, type Clocks } from './stamp'
import { openStore, type FieldFile, type Store } from './store'
import type { Batch, BatchAnswer, Result } from './wire'

const ME = 'account-1'
const SERVER_NOW = '2026-11-22T08:00:00.000Z'

/** A server that remembers ids, and a line that can be cut before or after it. */
class Line implements Transport {
  done: string[] = []
  batches: Batch[] = []
  uploads: string[] = []
  cut: '' | 'before' | 'after' = ''
  refuse = new Set<string>()
  fail = new Set<string>()

  async send(batch: Batch): Promise<BatchAnswer> {
    if (this.cut === 'before') throw new Unreachable('没有网络')
    this.batches.push(batch)
    const results = batch.operations.map((op) => this.take(op.id, op.kind))
    if (this.cut === 'after') throw new Unreachable('没有网络')
    return { now: SERVER_NOW, results }
  }
  take(id: string, kind: string): Result {
    const duplicate = this.done.includes(id)
    const state = this.fail.has(kind) ? 'failed' : this.refuse.has(kind) ? 'refused' : 'accepted'
    if (!duplicate && state !== 'failed') this.done.push(id)
    const blockers = state === 'refused' ? [{ code: 'late', text: '已超过时限' }, { code: 'no', text: '没有权限' }] : []
    return { id, state, duplicate, result: {}, blockers, happened_at: SERVER_NOW, doubt_s: 0 }
  }
  async upload(file: FieldFile): Promise<void> {
    if (this.cut) throw new Unreachable('没有网络')
    if (this.refuse.has(file.id)) throw new FileRefused('照片内容不完整')
    this.uploads.push(file.id)
  }
}

let store: Store, line: Line, queue: Queue, now: number, mono: number
const clocks: Clocks = { wall: () => now, monotonic: () => mono, session: 's1' }
let n = 0

beforeEach(async () => {
  now = Date.parse(SERVER_NOW)
  mono = 1000
  store = await openStore(`t${n++}`)
  line = new Line()
  queue = new Queue(store, line, clocks)
})
const file = (id: string): FieldFile => ({
  id, account: ME, kind: 'photo', media_type: 'image/jpeg', sm3: '', size: 3, content: new Uint8Array(3),
  meta: {}, uploaded: false, trouble: '', made_at: now,
})
const states = async () => Object.fromEntries((await store.getAll('operations')).map((op) => [op.title, op.state]))
const add = (title: string, more: Partial<Parameters<Queue['add']>[1]> = {}) => queue.add(ME, { kind: title, title, stream: 'x', ...more })

test('what is added is on the disk before anything is sent', async () => {
  line.cut = 'before'
  await add('a')
  await expect(queue.flush(ME)).rejects.toBeInstanceOf(Unreachable)
  expect(await states()).toEqual({ a: 'waiting' })
  expect(waiting(await store.getAll('operations'), now + 90_000)).toEqual({ unsent: 1, oldest_unsent_s: 90 })
})

test('a lost answer is asked for again and the deed is done once', async () => {
  await add('a')
  line.cut = 'after'
  await expect(queue.flush(ME)).rejects.toBeInstanceOf(Unreachable)
  line.cut = ''
  now += 2_000
  await queue.flush(ME)
  expect(line.done).toHaveLength(1)
  const [op] = await store.getAll('operations')
  expect([op!.state, op!.duplicate]).toEqual(['accepted', true])
})

test('sent in the order in which they were done', async () => {
  for (const title of ['a', 'b', 'c']) await add(title)
  await queue.flush(ME)
  expect(line.batches.flatMap((b) => b.operations.map((op) => op.kind))).toEqual(['a', 'b', 'c'])
})

test('one that fails holds back what belongs to it, and nothing else', async () => {
  line.fail.add('b')
  await add('b')
  await add('c', { stream: 'y' })
  await queue.flush(ME)
  await add('d')
  await queue.flush(ME)
  expect(await states()).toEqual({ b: 'waiting', c: 'accepted', d: 'waiting' })
  line.fail.clear()
  now += 2_000
  await queue.flush(ME)
  expect(await states()).toEqual({ b: 'accepted', c: 'accepted', d: 'accepted' })
})

test('a refusal keeps every reason and lets the next one go', async () => {
  line.refuse.add('a')
  await add('a')
  await add('b')
  await queue.flush(ME)
  const refused = (await store.getAll('operations')).find((op) => op.kind === 'a')
  expect(refused!.blockers.map((b) => b.code)).toEqual(['late', 'no'])
  expect(await states()).toEqual({ a: 'refused', b: 'accepted' })
})

test('photos go before the operation that names them; help waits for no photo', async () => {
  await store.put('files', file('p1'))
  await add('check', { files: ['p1'] })
  await add('sos', { stream: 'sos', urgent: true })
  await queue.flush(ME)
  expect(line.uploads).toEqual(['p1'])
  expect(line.batches.map((b) => b.operations.map((op) => op.kind))).toEqual([['sos'], ['check']])
  expect((await store.get('files', 'p1'))!.content).toBeNull()
})

test('a file the server will not take refuses its operation in words', async () => {
  await store.put('files', file('p1'))
  line.refuse.add('p1')
  await add('check', { files: ['p1'] })
  await queue.flush(ME)
  expect((await store.getAll('operations'))[0]!.blockers[0]!.text).toBe('照片内容不完整')
})

test("somebody else's operations wait for their owner", async () => {
  await queue.add('account-2', { kind: 'a', title: 'a' })
  await queue.flush(ME)
  expect(line.batches).toHaveLength(0)
})

test('two calls at once send nothing twice', async () => {
  await add('a')
  await Promise.all([queue.flush(ME), queue.flush(ME)])
  expect(line.batches).toHaveLength(1)
})

test('waiting grows from 2 s to 5 min, for help to 5 s', () => {
  expect([1, 2, 3, 8, 9, 50].map((k) => waitMs(k, false))).toEqual([2_000, 4_000, 8_000, 256_000, 300_000, 300_000])
  expect(waitMs(50, true)).toBe(5_000)
})

test('a clock put back by a day does not stop the queue', () => {
  const stamp = { device_at: now, monotonic_ms: 0, session: 's', ref: null }
  const op: Operation = { ...newOperation({ kind: 'a', title: 'a' }, 'i', 1, ME, stamp), next_try: now + 86_400_000 }
  expect(nextBatch([op], ME, now, () => true)).toHaveLength(1)
  expect(nextBatch([{ ...op, next_try: now + 300_000 }], ME, now, () => true)).toHaveLength(0)
})

test('the stamp carries both clocks and the last word of the server', async () => {
  await queue.noteServerTime(SERVER_NOW)
  now -= 3_600_000
  mono += 60_000
  const { stamp } = await add('a')
  expect(stamp).toMatchObject({ device_at: now, monotonic_ms: 61_000, session: 's1' })
  expect(stamp.ref).toMatchObject({ server_at: Date.parse(SERVER_NOW), monotonic_ms: 1000 })
})

test('a lease does not live longer by a clock put back', () => {
  const ref = { server_at: 1_000_000, device_at: 1_000_000, monotonic_ms: 0, session: 's1' }
  now = 0
  mono = 5_000
  expect(trustedNow(ref, clocks)).toBe(1_005_000)
  expect(trustedNow({ ...ref, session: 'before' }, clocks)).toBe(1_000_000)
})

const grant = { kind: 'permit.approve', title: 'grant', stream: 'permit:1' }

test('what grants is never kept for later: without a line nothing is on the disk', async () => {
  line.cut = 'before'
  await expect(queue.now(ME, grant)).rejects.toThrow(Unanswered)
  expect(await store.getAll('operations')).toEqual([])
  line.cut = ''
  await queue.flush(ME)
  expect(line.batches).toEqual([])
})

test('what grants waits for the evidence of its own stream, and takes its files along', async () => {
  line.fail.add('gas')
  await queue.add(ME, { kind: 'gas', title: 'gas', stream: 'permit:1' })
  await expect(queue.now(ME, grant)).rejects.toThrow(StillWaiting)
  line.fail.clear()
  await store.put('files', file('signature'))
  const done = await queue.now(ME, { ...grant, files: ['signature'] })
  expect(line.uploads).toEqual(['signature'])
  expect(done.state).toBe('accepted')
  expect(line.batches.flatMap((one) => one.operations.map((op) => op.kind))).toEqual(['gas', 'gas', 'permit.approve'])
})

test('a lost answer is asked for again by the same id, and a refusal leaves nothing behind', async () => {
  line.cut = 'after'
  const lost = await queue.now(ME, grant).catch((error: Unanswered) => error)
  line.cut = ''
  const done = await queue.now(ME, grant, (lost as Unanswered).op)
  expect(done.duplicate).toBe(true)
  expect(line.done).toEqual([done.id])
  line.refuse.add('permit.approve')
  const refused = await queue.now(ME, grant)
  expect([refused.state, refused.blockers.length]).toEqual(['refused', 2])
  expect((await store.getAll('operations')).map((op) => op.id)).toEqual([done.id])
})

test('a refusal that was read goes, what waits stays', async () => {
  line.refuse.add('b')
  const [a, b] = [await add('a', { stream: 'a' }), await add('b', { stream: 'b' })]
  await queue.flush(ME)
  line.cut = 'before'
  const c = await add('c')
  for (const one of [a, b, c]) await queue.dismiss(one.id)
  expect(await states()).toEqual({ c: 'waiting' })
})
