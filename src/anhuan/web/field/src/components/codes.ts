/** What a QR code or an NFC tag says: a point of the plant is `…/m/p/{code}`, or the bare code. */
export function pointCode(text: string): string | null {
  const plain = text.trim()
  const link = /\/m\/p\/([^/?#\s]+)/.exec(plain)
  if (link) return safe(link[1]!)
  return /^[\w.\-一-鿿]{1,64}$/.test(plain) ? plain : null
}
function safe(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}
