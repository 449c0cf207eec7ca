/**
 * The app as the screens see it: who I am, whether there is a network, what is unsent.
 *
 * Screens call `act` (something was done) and `read` (something is to be shown), nothing else.
 */
import { computed, reactive } from 'vue'
import { uuid7 } from './ids'
import type { Deed, Operation } from './operation'
import { Blocked, Queue, SignedOut, Unanswered, Unreachable, waiting } from './queue'
import { deviceClocks, skew, trustedNow, type Reference } from './stamp'
import { openStore, type Remembered, type Store } from './store'
import { ask, cookie, device, transport, urls } from './transport'
import type { Me } from './wire'

export const VERSION = '0.1.0'
const BEAT_MS = 15_000

export interface Lease { me: Me; until: number }
export const app = reactive({
  ready: false,
  online: navigator.onLine,
  signedOut: false, // the server wants a new login; what is done meanwhile is kept
  lease: null as Lease | null,
  locked: true,
  operations: [] as Operation[],
  sending: false,
  skewMs: 0,
  updateReady: false,
  now: Date.now(),
})
export const me = computed(() => app.lease?.me ?? null)
export const unsent = computed(() => {
  const mine = app.operations.filter((op) => op.account === me.value?.account.id)
  return waiting(mine, app.now)
})
export const refused = computed(() => app.operations.filter((op) => op.state === 'refused'))
export const may = (right: string): boolean => me.value?.rights.includes(right) ?? false

let store: Store
export let queue: Queue

export async function start(): Promise<void> {
  store = await openStore()
  queue = new Queue(store, transport)
  await describe()
  queue.onChange = () => void refresh()
  app.lease = ((await store.get('facts', 'lease')) as Lease | undefined) ?? null
  await refresh()
  await checkLease()
  app.ready = true
  addEventListener('online', () => void beat(true))
  addEventListener('offline', () => (app.online = false))
  document.addEventListener('visibilitychange', () => !document.hidden && void beat(true))
  setInterval(() => void beat(false), BEAT_MS)
  setInterval(() => (app.now = Date.now()), 1000)
  void navigator.storage?.persist?.()
  await beat(true)
}

async function describe(): Promise<void> {
  let id = (await store.get('facts', 'device')) as string | undefined
  if (!id) await store.put('facts', (id = uuid7()), 'device')
  const label = deviceLabel(navigator.userAgent)
  Object.assign(device, { 'X-Field-Device': id, 'X-Field-Label': label, 'X-Field-App': VERSION })
}
export const deviceLabel = (agent: string): string => /\(([^)]*)\)/.exec(agent)?.[1]?.slice(0, 60) ?? 'device'

async function refresh(): Promise<void> {
  app.operations = (await store.getAll('operations')).sort((a, b) => b.seq - a.seq)
  const left = waiting(app.operations, Date.now())
  device['X-Field-Unsent'] = `${left.unsent};${left.oldest_unsent_s}`
}

/** Ask who I am; a yes renews the lease for a shift, a no ends nothing that is unsent. */
export async function signIn(): Promise<void> {
  const me = await ask<Me>(urls.me)
  await queue.noteServerTime(me.now)
  app.lease = { me, until: Date.parse(me.now) + me.settings.lease_h * 3_600_000 }
  app.signedOut = false
  await store.put('facts', JSON.parse(JSON.stringify(app.lease)), 'lease')
  await checkLease()
}

async function checkLease(): Promise<void> {
  const reference: Reference | null = await queue.reference()
  app.skewMs = skew(reference)
  app.locked = !app.lease || trustedNow(reference, deviceClocks) >= app.lease.until
}

/** Every quarter of a minute, and whenever something may have changed. */
export async function beat(hurry: boolean): Promise<void> {
  if (hurry) await queue.hurry()
  app.sending = true
  try {
    await signIn()
    app.online = true
    await queue.flush(app.lease!.me.account.id)
  } catch (error) {
    if (error instanceof SignedOut) { app.signedOut = app.online = true }
    else if (error instanceof Unreachable) app.online = false
    else if (error instanceof Blocked) await forget()
  } finally {
    app.sending = false
    await checkLease()
  }
}

/** Something was done: on the disk when this returns, sent as soon as there is a network. */
export async function act(deed: Deed): Promise<Operation> {
  if (!app.lease || app.locked) throw new Error('locked')
  const op = await queue.add(app.lease.me.account.id, deed)
  void flushQuietly()
  return op
}
/** Something that grants permission: done with the server at hand, or not at all. */
export async function actNow(deed: Deed, earlier: Operation | null = null): Promise<Operation> {
  if (!app.lease || app.locked) throw new Error('locked')
  try {
    const done = await queue.now(app.lease.me.account.id, deed, earlier)
    app.online = true
    return done
  } catch (error) {
    if (error instanceof SignedOut) app.signedOut = true
    if (error instanceof Unreachable || error instanceof Unanswered) app.online = false
    throw error
  }
}
/** What the server's clock shows, as well as this phone knows. */
export const serverNow = computed(() => app.now - app.skewMs)

async function flushQuietly(): Promise<void> {
  try {
    await queue.flush(app.lease!.me.account.id)
    app.online = true
  } catch (error) {
    if (error instanceof SignedOut) app.signedOut = true
    if (error instanceof Unreachable) app.online = false
  }
}

export interface Read<T> { data: T; at: number; fresh: boolean }
/** An answer of the server; without a network the last one, with its age. Kept per account. */
export async function read<T>(url: string): Promise<Read<T> | null> {
  const account = me.value?.account.id ?? ''
  const key = `${account} ${url}`
  try {
    const data = await ask<T>(url)
    await store.put('answers', { key, account, data, at: Date.now() } as Remembered)
    return { data, at: Date.now(), fresh: true }
  } catch (error) {
    if (error instanceof SignedOut) app.signedOut = true
    else if (!(error instanceof Unreachable)) throw error
    const kept = await store.get('answers', key)
    return kept ? { data: kept.data as T, at: kept.at, fresh: false } : null
  }
}

/** Sign out: the lease and everything read go; what is unsent stays for its owner. */
export async function signOut(): Promise<void> {
  const body = new URLSearchParams({ csrfmiddlewaretoken: cookie('csrftoken') })
  await fetch(urls.logout, { method: 'POST', body, credentials: 'same-origin', redirect: 'manual' }).catch(() => null)
  await forget()
  location.assign('/m/')
}
async function forget(): Promise<void> {
  await store.delete('facts', 'lease')
  await store.clear('answers')
  app.lease = null
  app.locked = true
}

export const theStore = (): Store => store
