/** Registers the service worker; a new version is announced, never forced: somebody may be typing. */
import { app } from './app'

let waitingWorker: ServiceWorker | null = null

export async function watchUpdates(): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  let hadController = navigator.serviceWorker.controller !== null
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (hadController) location.reload()
    hadController = true
  })
  const registration = await navigator.serviceWorker.register('/m/sw.js', { scope: '/m/' }).catch(() => null)
  if (!registration) return
  const announce = (worker: ServiceWorker | null) => {
    if (!worker || !navigator.serviceWorker.controller) return
    waitingWorker = worker
    app.updateReady = true
  }
  announce(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing
    worker?.addEventListener('statechange', () => worker.state === 'installed' && announce(worker))
  })
  setInterval(() => void registration.update().catch(() => null), 3_600_000)
}

export const update = (): void => waitingWorker?.postMessage('update')
