/**
 * The queue of operations: written before anything is sent, sent in order, answered once.
 *
 * An operation's id is its idempotency key: a lost answer costs a repetition, never a second deed.
 */
import { forServer, newOperation, nextBatch, postpone, settle, type Deed, type Operation } from './operation'
import { deviceClocks, moment, type Clocks, type Reference } from './stamp'
import { nextSeq, type FieldFile, type Store } from './store'
import { uuid7 } from './ids'
import type { Batch, BatchAnswer } from './wire'

/** How things leave the device. `Unreachable`: no answer came; anything else the server said. */
export interface Transport {
  send(batch: Batch): Promise<BatchAnswer>
  upload(file: FieldFile): Promise<void>
}
export class Unreachable extends Error {}
export class SignedOut extends Error {}
/** This phone was reported lost. */
export class Blocked extends Error {}
/** Sent, but no answer came: whether it was done is not known. Hand the same one in again to find out. */
export class Unanswered extends Error {
  constructor(readonly op: Operation, why: string) { super(why) }
}
/** Evidence of the same stream is still on this phone. */
export class StillWaiting extends Error {}
/** The server will never take this file. */
export class FileRefused extends Error {}

const KEPT_SETTLED_MS = 7 * 86_400_000

export class Queue {
  private running: Promise<void> | null = null
  private again = false
  onChange: () => void = () => {}

  constructor(
    readonly store: Store,
    readonly transport: Transport,
    readonly clocks: Clocks = deviceClocks,
  ) {}

  async reference(): Promise<Reference | null> {
    return ((await this.store.get('facts', 'reference')) as Reference | undefined) ?? null
  }
  async noteServerTime(iso: string): Promise<void> {
    await this.store.put('facts', { ...moment(this.clocks), server_at: Date.parse(iso) }, 'reference')
  }

  /** Keep a deed; it is on the disk when this returns. */
  async add(account: string, deed: Deed): Promise<Operation> {
    const op = await this.fresh(account, deed)
    await this.store.add('operations', op)
    this.onChange()
    return op
  }

  /** Do it now or not at all: nothing is kept for later, for what it rests on may change meanwhile. */
  async now(account: string, deed: Deed, earlier: Operation | null = null): Promise<Operation> {
    await this.hurry()
    await this.flush(account)
    const all = await this.store.getAll('operations')
    if (all.some((op) => op.account === account && op.state === 'waiting' && op.stream === deed.stream)) throw new StillWaiting()
    await this.uploadNow(deed.files ?? [])
    const op = earlier ?? await this.fresh(account, deed)
    const answer = await this.transport.send({ sent: moment(this.clocks), operations: [forServer(op)] }).catch((error: Error) => {
      throw error instanceof Unreachable ? new Unanswered(op, error.message) : error
    })
    await this.noteServerTime(answer.now)
    const result = answer.results.find((one) => one.id === op.id)
    if (!result || result.state === 'failed') throw new Unanswered(op, '服务器处理出错，稍后重试')
    const done = settle(op, result, this.clocks.wall())
    if (done.state === 'accepted') await this.keep(done)
    return done
  }

  private async uploadNow(ids: string[]): Promise<void> {
    for (const id of ids) {
      const file = await this.store.get('files', id)
      if (!file || file.uploaded) continue
      await this.transport.upload(file)
      await this.store.put('files', { ...file, uploaded: true, trouble: '', content: null })
    }
  }

  private async fresh(account: string, deed: Deed): Promise<Operation> {
    const stamp = { ...moment(this.clocks), ref: await this.reference() }
    const op = newOperation(deed, uuid7(), await nextSeq(this.store), account, stamp)
    return JSON.parse(JSON.stringify(op)) as Operation
  }

  /** A refusal that was read needs no reminder. */
  async dismiss(id: string): Promise<void> {
    const op = await this.store.get('operations', id)
    if (op && op.state !== 'waiting') await this.store.delete('operations', id)
    this.onChange()
  }

  /** Send what can be sent; calls while it runs make it look once more. Throws Unreachable, SignedOut. */
  flush(account: string): Promise<void> {
    this.again = true
    this.running ??= this.drain(account).finally(() => (this.running = null))
    return this.running
  }

  private async drain(account: string): Promise<void> {
    while (this.again) {
      this.again = false
      await this.sendReady(account) // what needs no upload first: help is called before photos go
      await this.uploadAll(account)
      await this.sendReady(account)
    }
    await this.tidy()
  }

  private async uploadAll(account: string): Promise<void> {
    for (const file of await this.store.getAll('files')) {
      if (file.account !== account || file.uploaded || !file.content) continue
      try {
        await this.transport.upload(file)
        await this.store.put('files', { ...file, uploaded: true, trouble: '', content: null })
      } catch (error) {
        if (!(error instanceof FileRefused)) throw error
        await this.store.put('files', { ...file, trouble: error.message })
        await this.refuseWith(file.id, error.message)
      }
      this.onChange()
    }
  }

  private async sendReady(account: string): Promise<void> {
    for (;;) {
      const uploaded = new Set((await this.store.getAll('files')).filter((f) => f.uploaded).map((f) => f.id))
      const all = await this.store.getAll('operations')
      const batch = nextBatch(all, account, this.clocks.wall(), (file) => uploaded.has(file))
      if (!batch.length) return
      await this.sendBatch(batch)
    }
  }

  private async sendBatch(batch: Operation[]): Promise<void> {
    try {
      const answer = await this.transport.send({ sent: moment(this.clocks), operations: batch.map(forServer) })
      await this.noteServerTime(answer.now)
      const results = new Map(answer.results.map((one) => [one.id, one]))
      for (const op of batch) {
        const result = results.get(op.id)
        await this.keep(result ? settle(op, result, this.clocks.wall()) : postpone(op, '没有收到结果', this.clocks.wall()))
      }
    } catch (error) {
      for (const op of batch) await this.keep(postpone(op, String((error as Error).message), this.clocks.wall()))
      throw error
    }
  }

  private async keep(op: Operation): Promise<void> {
    await this.store.put('operations', op)
    this.onChange()
  }

  private async refuseWith(file: string, text: string): Promise<void> {
    for (const op of await this.store.getAll('operations')) {
      if (op.state !== 'waiting' || !op.files.includes(file)) continue
      await this.keep({ ...op, state: 'refused', blockers: [{ code: 'file_refused', text }], settled_at: this.clocks.wall() })
    }
  }

  /** Try everything at once: somebody pressed the button or the network came back. */
  async hurry(): Promise<void> {
    for (const op of await this.store.getAll('operations')) {
      if (op.state === 'waiting' && op.next_try) await this.store.put('operations', { ...op, next_try: 0 })
    }
  }

  /** What has been answered a week ago, and its files. */
  private async tidy(): Promise<void> {
    const before = this.clocks.wall() - KEPT_SETTLED_MS
    for (const op of await this.store.getAll('operations')) {
      if (op.settled_at === null || op.settled_at > before) continue
      await this.store.delete('operations', op.id)
      for (const file of op.files) await this.store.delete('files', file)
    }
  }
}

export function waiting(all: Operation[], now: number): { unsent: number; oldest_unsent_s: number } {
  const left = all.filter((op) => op.state === 'waiting')
  const oldest = Math.min(...left.map((op) => op.stamp.device_at), now)
  return { unsent: left.length, oldest_unsent_s: Math.max(0, Math.round((now - oldest) / 1000)) }
}
