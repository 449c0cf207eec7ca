/** Photos, signatures and voice notes: kept with their digest, handed to the queue by id. */
import { app, me, queue, theStore } from './app'
import { uuid7 } from './ids'
import { sm3Hex } from './sm3'
import { moment } from './stamp'
import type { FieldFile } from './store'

export async function keepFile(
  kind: FieldFile['kind'], blob: Blob, meta: Record<string, unknown> = {},
): Promise<{ id: string; sm3: string; size: number }> {
  const content = new Uint8Array(await blob.arrayBuffer())
  const file: FieldFile = {
    id: uuid7(), account: me.value?.account.id ?? '', kind, media_type: (blob.type || 'application/octet-stream').split(';')[0]!,
    sm3: sm3Hex(content), size: content.length, content, uploaded: false, trouble: '', made_at: Date.now(),
    meta: { ...meta, stamp: { ...moment(), ref: await queue.reference() } },
  }
  await theStore().put('files', JSON_SAFE(file))
  return { id: file.id, sm3: file.sm3, size: file.size }
}
/** IndexedDB cannot clone Vue's proxies. */
const JSON_SAFE = (file: FieldFile): FieldFile => ({ ...file, meta: JSON.parse(JSON.stringify(file.meta)) as Record<string, unknown> })

/** Everything unsent, photos included, as one file: the last resort of a phone that finds no network. */
export async function exportUnsent(): Promise<Blob> {
  const operations = (await theStore().getAll('operations')).filter((op) => op.state === 'waiting')
  const wanted = new Set(operations.flatMap((op) => op.files))
  const files = (await theStore().getAll('files')).filter((file) => wanted.has(file.id))
  const plain = files.map(({ content, ...rest }) => ({ ...rest, content_base64: content ? base64(content) : null }))
  const body = { format: 'anhuan-field/1', exported_at: new Date().toISOString(), account: app.lease?.me.account, operations, files: plain }
  return new Blob([JSON.stringify(body)], { type: 'application/json' })
}
function base64(content: Uint8Array): string {
  let text = ''
  for (let k = 0; k < content.length; k += 0x8000) text += String.fromCharCode(...content.subarray(k, k + 0x8000))
  return btoa(text)
}
