/** The page's tokens as plain colours for canvas and WebGL, and a call when the theme changes. */
import type { Kind, Priority, Risk } from '../kernel/wire'

export interface Palette {
  dark: boolean
  paper: string; card: string; line: string; ink: string; ink2: string; ink3: string; ink4: string
  accent: string; off: string; good: string; font: string
  kind: Record<Kind, string>
  risk: Record<Risk, string>
  priority: Record<Priority, string>
  prioritySoft: Record<Priority, string>
}

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement)
  const v = (name: string, other: string): string => style.getPropertyValue(name).trim() || other
  return {
    dark: isDark(),
    paper: v('--paper', '#f4f5f6'), card: v('--card', '#ffffff'), line: v('--line', '#dfe2e6'),
    ink: v('--ink', '#1c232b'), ink2: v('--ink-2', '#4d5763'), ink3: v('--ink-3', '#7f8994'), ink4: v('--ink-4', '#aab2bb'),
    accent: v('--accent', '#2f5573'), off: v('--off', '#9aa3ad'), good: v('--good', '#4f6f5c'),
    font: v('--font', 'sans-serif'),
    kind: {
      staff: v('--staff', '#33475b'), contractor: v('--contractor', '#8a5a9e'),
      visitor: v('--visitor', '#2f8f83'), vehicle: v('--vehicle', isDark() ? '#d3c3a4' : '#6e5d3f'),
    },
    risk: { red: v('--risk-red', '#f2d6d6'), orange: v('--risk-orange', '#f6e3cf'), yellow: v('--risk-yellow', '#f5efcf'), blue: v('--risk-blue', '#d9e6f1') },
    priority: { 1: v('--p1', '#c4122f'), 2: v('--p2', '#d9690b'), 3: v('--p3', '#b98a00'), 4: v('--p4', '#2a6fb0') },
    prioritySoft: { 1: v('--p1-soft', '#fbe9ec'), 2: v('--p2-soft', '#fdf0e4'), 3: v('--p3-soft', '#fbf5dc'), 4: v('--p4-soft', '#e8f1f9') },
  }
}
export const isDark = (): boolean => document.documentElement.dataset.theme === 'dark'
export const isWall = (): boolean => new URLSearchParams(location.search).get('wall') === '1'

export function onThemeChange(call: () => void): () => void {
  const observer = new MutationObserver(call)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'lang'] })
  return () => observer.disconnect()
}

/** `#rrggbb` with an alpha, for canvas. */
export function alpha(hex: string, a: number): string {
  const m = /^#([0-9a-f]{6})$/i.exec(hex)
  if (!m?.[1]) return hex
  const n = parseInt(m[1], 16)
  return `rgba(${n >> 16}, ${(n >> 8) & 255}, ${n & 255}, ${a})`
}
