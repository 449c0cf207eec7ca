/** The only place that fetches: JSON, files in pieces, and what the server's refusals mean here. */
import { Blocked, FileRefused, SignedOut, Unreachable, type Transport } from './queue'
import { sm3Hex } from './sm3'
import type { FieldFile } from './store'
import type { Batch, BatchAnswer, Blocker } from './wire'

const V1 = '/api/v1'
export const urls = {
  me: `${V1}/field/me`,
  todos: `${V1}/field/todos`,
  position: `${V1}/field/views/position`,
  place: (code: string) => `${V1}/field/views/place?code=${encodeURIComponent(code)}`,
  permits: `${V1}/field/views/permits`,
  permit: (id: string) => `${V1}/field/views/permit?id=${id}`,
  permitHere: (id: string, code: string, how: string) => `${V1}/field/views/permit-here?id=${id}&point=${encodeURIComponent(code)}&how=${how}`,
  permitNew: `${V1}/field/views/permit-new`,
  permitTakers: (id: string, words: string) => `${V1}/field/views/permit-takers?id=${id}&q=${encodeURIComponent(words)}`,
  permitPhoto: (id: string) => `${V1}/permit-photos/${id}`,
  permitProofs: `${V1}/permit-proofs`,
  faceProofs: `${V1}/face-proofs`,
  hazards: `${V1}/field/views/hazards`,
  hazard: (id: string) => `${V1}/hazards/${id}`,
  rounds: `${V1}/field/views/rounds`,
  round: (id: string) => `${V1}/field/views/round?id=${id}`,
  inspectionPoint: (code: string) => `${V1}/field/views/inspection-point?code=${encodeURIComponent(code)}`,
  gauge: `${V1}/gauge-readings`,
  riskMap: `${V1}/field/views/risk-map`,
  riskArea: (id: string) => `${V1}/field/views/risk-area?id=${id}`,
  contractors: `${V1}/field/views/qualified-contractors`,
  laws: `${V1}/field/views/laws`,
  operations: `${V1}/field/operations`,
  files: `${V1}/field/files`,
  login: '/login/?next=/m/',
  logout: '/logout/',
}
/** What this phone says of itself with every request; `kernel/app.ts` keeps it true. */
export const device: Record<string, string> = {}

const PIECE = 192 * 1024
const TIMEOUT_MS = 30_000

/** The server said no, with reasons. */
export class Refusal extends Error {
  constructor(readonly blockers: Blocker[], readonly status: number) {
    super(blockers.map((b) => b.text).join('；'))
  }
}

export function cookie(name: string, jar = document.cookie): string {
  for (const part of jar.split('; ')) if (part.startsWith(`${name}=`)) return decodeURIComponent(part.slice(name.length + 1))
  return ''
}

export async function ask<T>(url: string, init: RequestInit = {}): Promise<T> {
  const answer = await reach(url, init)
  if (answer.ok) return (answer.status === 204 ? undefined : await answer.json()) as T
  const body = (await answer.json().catch(() => ({}))) as { code?: string; detail?: string; blockers?: Blocker[] }
  if (answer.status === 401 || body.code === 'not_authenticated' || body.code === 'account_change_password' || body.code === 'mfa_activate_totp') throw new SignedOut('请重新登录')
  if (body.code === 'device_blocked') throw new Blocked(body.detail)
  if (body.blockers) throw new Refusal(body.blockers, answer.status)
  if (answer.status >= 500 || answer.status === 429) throw new Unreachable(`服务器忙（${answer.status}）`)
  throw new Refusal([{ code: body.code ?? String(answer.status), text: body.detail ?? `HTTP ${answer.status}` }], answer.status)
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  const headers = new Headers({ ...device, ...(init.headers as Record<string, string> | undefined) })
  headers.set('Accept', 'application/json')
  if (init.method && init.method !== 'GET') headers.set('X-CSRFToken', cookie('csrftoken'))
  const limit = AbortSignal.timeout(TIMEOUT_MS)
  try {
    return await fetch(url, { ...init, headers, credentials: 'same-origin', signal: limit, cache: 'no-store' })
  } catch {
    throw new Unreachable('没有网络')
  }
}

export const post = <T>(url: string, body: unknown): Promise<T> =>
  ask<T>(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })

/** A picture on its own, as a form sends it. */
export function postPicture<T>(url: string, picture: Blob): Promise<T> {
  const body = new FormData()
  body.append('picture', picture, 'face.jpg')
  return ask<T>(url, { method: 'POST', body })
}

interface FileState { received: number; complete: boolean }

export const transport: Transport = {
  send: (batch: Batch) => post<BatchAnswer>(urls.operations, batch),
  async upload(file: FieldFile) {
    if (!file.content) return
    try {
      let state = await announce(file)
      while (!state.complete) state = await piece(file, state.received)
    } catch (error) {
      if (error instanceof Refusal && error.status === 422) throw new FileRefused(error.message)
      throw error
    }
  },
}

/** Tells the server what is coming; the answer says how much of it is there already. */
const announce = (file: FieldFile): Promise<FileState> =>
  post<FileState>(urls.files, {
    id: file.id, kind: file.kind, media_type: file.media_type, size: file.size, sm3: file.sm3, meta: file.meta,
  })

async function piece(file: FieldFile, from: number): Promise<FileState> {
  const content = file.content!.slice(from, from + PIECE)
  return ask<FileState>(`${urls.files}/${file.id}?offset=${from}&sm3=${sm3Hex(content)}`, {
    method: 'PUT', headers: { 'Content-Type': 'application/octet-stream' }, body: content,
  })
}
