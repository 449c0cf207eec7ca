/** The house's look for charts: calm series colours, alarm colours only where the data are alarms. Pure. */
import type { Palette } from '../map/theme'

export interface ChartProps { title: string; option: ChartOption; height: number }
export interface ChartSeries { type?: string; name?: string; data?: unknown[]; [key: string]: unknown }
export interface ChartOption { series?: ChartSeries[]; xAxis?: unknown; yAxis?: unknown; color?: string[]; [key: string]: unknown }

const WORDS: Record<string, 1 | 2 | 3 | 4> = { 紧急: 1, 高: 2, 中: 3, 低: 4, Urgent: 1, High: 2, Medium: 3, Low: 4, p1: 1, p2: 2, p3: 3, p4: 4 }
/** Series named after a priority take its colour; a page may also say `"tone": "p1"` or `"staff"`. */
export function toneOf(item: { name?: unknown; tone?: unknown }, p: Palette): string | undefined {
  const said = typeof item.tone === 'string' ? item.tone : typeof item.name === 'string' ? item.name : ''
  const priority = WORDS[said]
  if (priority) return p.priority[priority]
  if (said in p.kind) return p.kind[said as keyof Palette['kind']]
  return undefined
}
/** Six quiet steps that differ in lightness too, so that they can be told apart in grey print. */
export const quiet = (p: Palette): string[] =>
  p.dark ? ['#8fb3cf', '#c9a0da', '#6cc9bd', '#d3c3a4', '#7d8792', '#e4e8ec'] : ['#2f5573', '#9a7bab', '#5aa79d', '#b5a27c', '#7f8994', '#1c232b']

const list = (v: unknown): Record<string, unknown>[] => (Array.isArray(v) ? v : v ? [v] : []) as Record<string, unknown>[]

export function dress(option: ChartOption, p: Palette): Record<string, unknown> {
  const text = { color: p.ink2, fontFamily: p.font, fontSize: 12 }
  const axis = (a: Record<string, unknown>): Record<string, unknown> => ({
    ...a,
    axisLine: { lineStyle: { color: p.line }, ...(a.axisLine as object) }, axisTick: { show: false, ...(a.axisTick as object) },
    axisLabel: { ...text, ...(a.axisLabel as object) }, nameTextStyle: text, splitLine: { lineStyle: { color: p.line, opacity: 0.7 }, ...(a.splitLine as object) },
  })
  const series = (option.series ?? []).map((s) => {
    const tone = toneOf(s, p)
    const data = s.type === 'pie' ? (s.data ?? []).map((d) => {
      const colour = typeof d === 'object' && d !== null ? toneOf(d as { name?: unknown }, p) : undefined
      return colour ? { ...(d as object), itemStyle: { color: colour } } : d
    }) : s.data
    const look = s.type === 'line' ? { symbolSize: 5, lineStyle: { width: 2 } } : s.type === 'bar' ? { barMaxWidth: 28 } : s.type === 'pie' ? { label: { ...text, formatter: '{b} {c}' }, itemStyle: { borderColor: p.card, borderWidth: 2 } } : {}
    return { ...look, ...s, data, ...(tone ? { itemStyle: { color: tone, ...(s.itemStyle as object) } } : {}) }
  })
  return {
    color: quiet(p), animation: false, textStyle: text, backgroundColor: 'transparent',
    grid: { left: 8, right: 12, top: option.legend ? 34 : 16, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    aria: { enabled: true, decal: { show: false } },
    // richText: drawn on the canvas, so that no inline style attribute meets the CSP.
    tooltip: { trigger: (option.series ?? []).some((s) => s.type === 'pie') ? 'item' : 'axis', renderMode: 'richText', backgroundColor: p.card, borderColor: p.line, textStyle: { ...text, color: p.ink } },
    ...option,
    ...(option.legend ? { legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 10, textStyle: text, ...(option.legend as object) } } : {}),
    ...(option.xAxis ? { xAxis: list(option.xAxis).map(axis) } : {}),
    ...(option.yAxis ? { yAxis: list(option.yAxis).map(axis) } : {}),
    series,
  }
}

/** The same figures as rows: heads and cells, for people who cannot use a picture. */
export function asTable(option: ChartOption): { heads: string[]; rows: string[][] } | null {
  const series = option.series ?? []
  const cell = (v: unknown): string => (typeof v === 'object' && v !== null && 'value' in v ? cell(v.value) : Array.isArray(v) ? String(v.at(-1) ?? '') : v === null || v === undefined ? '' : String(v))
  if (series[0]?.type === 'pie') return { heads: ['', series[0].name ?? ''], rows: (series[0].data ?? []).map((d) => [String((d as { name?: unknown }).name ?? ''), cell(d)]) }
  const labels = [...list(option.xAxis), ...list(option.yAxis)].find((a) => Array.isArray(a.data))?.data as unknown[] | undefined
  if (!labels) return null
  return { heads: ['', ...series.map((s) => s.name ?? '')], rows: labels.map((l, i) => [cell(l), ...series.map((s) => cell(s.data?.[i]))]) }
}
