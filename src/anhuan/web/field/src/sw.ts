/// <reference lib="webworker" />
/**
 * The service worker: keeps the shell, so that the app opens without a network. It never touches
 * `/api/`, `/login/` or anything else that is not the shell; data is kept by `kernel/app.ts`.
 */
const worker = self as unknown as ServiceWorkerGlobalScope
const { version, urls } = '__PRECACHE__' as unknown as { version: string; urls: string[] }
const CACHE = `field-${version}`
const SHELL = '/m/'

worker.addEventListener('install', (event) => {
  const fresh = urls.map((url) => new Request(url, { cache: 'reload' }))
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)))
})

worker.addEventListener('activate', (event) => {
  const old = async () => {
    for (const name of await caches.keys()) if (name.startsWith('field-') && name !== CACHE) await caches.delete(name)
    await worker.clients.claim()
  }
  event.waitUntil(old())
})

/** The user agreed to the update. */
worker.addEventListener('message', (event) => {
  if (event.data === 'update') void worker.skipWaiting()
})

worker.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  if (event.request.method !== 'GET' || url.origin !== worker.location.origin) return
  if (event.request.mode === 'navigate' && url.pathname.startsWith(SHELL)) event.respondWith(shell())
  else if (urls.includes(url.pathname)) event.respondWith(kept(event.request))
})

const shell = async (): Promise<Response> => (await caches.match(SHELL, { cacheName: CACHE })) ?? fetch(SHELL)
const kept = async (request: Request): Promise<Response> =>
  (await caches.match(request.url, { cacheName: CACHE })) ?? fetch(request)
