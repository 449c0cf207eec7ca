/** IndexedDB: operations, files, answers read before, and a few facts. The only place that opens it. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { Operation } from './operation'

export interface FieldFile {
  id: string; account: string; kind: 'photo' | 'signature' | 'voice' | 'video'; media_type: string; sm3: string; size: number
  content: Uint8Array | null // null once the server has it
  meta: Record<string, unknown>; uploaded: boolean; trouble: string; made_at: number
}
export interface Remembered { key: string; account: string; at: number; data: unknown }

interface Schema extends DBSchema {
  operations: { key: string; value: Operation }
  files: { key: string; value: FieldFile }
  answers: { key: string; value: Remembered }
  facts: { key: string; value: unknown }
}
export type Store = IDBPDatabase<Schema>

export function openStore(name = 'anhuan-field'): Promise<Store> {
  return openDB<Schema>(name, 1, {
    upgrade(db) {
      db.createObjectStore('operations', { keyPath: 'id' })
      db.createObjectStore('files', { keyPath: 'id' })
      db.createObjectStore('answers', { keyPath: 'key' })
      db.createObjectStore('facts')
    },
  })
}

export async function nextSeq(store: Store): Promise<number> {
  const tx = store.transaction('facts', 'readwrite')
  const seq = Number((await tx.store.get('seq')) ?? 0) + 1
  await tx.store.put(seq, 'seq')
  await tx.done
  return seq
}
