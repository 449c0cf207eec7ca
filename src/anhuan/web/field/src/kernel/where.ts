/** Where the device is: its own satellites, beside what the plant's positioning knows of the tag. */
export interface DevicePosition { lon: number; lat: number; accuracy_m: number; at: number }

export function devicePosition(timeoutMs = 8_000): Promise<DevicePosition | null> {
  if (!('geolocation' in navigator)) return Promise.resolve(null)
  return new Promise((resolve) => {
    const giveUp = setTimeout(() => resolve(null), timeoutMs + 500)
    const done = (found: DevicePosition | null) => { clearTimeout(giveUp); resolve(found) }
    navigator.geolocation.getCurrentPosition(
      ({ coords, timestamp }) => done({ lon: coords.longitude, lat: coords.latitude, accuracy_m: coords.accuracy, at: timestamp }),
      () => done(null),
      { enableHighAccuracy: true, timeout: timeoutMs, maximumAge: 15_000 },
    )
  })
}
