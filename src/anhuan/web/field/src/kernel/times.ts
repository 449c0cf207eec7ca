/** Times as a shift worker reads them. */
import { t } from './words'

const two = (n: number): string => String(n).padStart(2, '0')
export function clockTime(at: number | string): string {
  const d = new Date(at)
  return `${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`
}
export function dayTime(at: number | string): string {
  const d = new Date(at)
  return `${two(d.getMonth() + 1)}-${two(d.getDate())} ${clockTime(at)}`
}
export function span(seconds: number): string {
  const s = Math.max(0, Math.round(seconds))
  if (s < 60) return t('{n} 秒', { n: s })
  if (s < 3600) return t('{n} 分', { n: Math.floor(s / 60) })
  if (s < 86_400) return t('{n} 小时', { n: Math.floor(s / 3600) })
  return t('{n} 天', { n: Math.floor(s / 86_400) })
}
