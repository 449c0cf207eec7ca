import { describe, expect, it } from 'vitest'
import type { Palette } from '../map/theme'
import { asTable, dress, toneOf } from './look'

const p = { dark: false, card: '#fff', line: '#ddd', ink: '#111', ink2: '#444', font: 'x', kind: { staff: '#1', contractor: '#2', visitor: '#3', vehicle: '#4' }, priority: { 1: '#a', 2: '#b', 3: '#c', 4: '#d' } } as unknown as Palette
const option = { xAxis: { type: 'category', data: ['一', '二'] }, yAxis: { type: 'value' }, series: [{ type: 'bar', name: '紧急', data: [1, { value: 2 }] }, { type: 'line', name: '平均', data: [3, null] }] }

describe('chart look', () => {
  it('gives alarm colours to alarms only', () => {
    expect(toneOf({ name: '紧急' }, p)).toBe('#a')
    expect(toneOf({ name: '平均' }, p)).toBeUndefined()
    expect(toneOf({ name: 'x', tone: 'staff' }, p)).toBe('#1')
  })
  it('keeps the page’s own settings and never writes inline HTML tips', () => {
    const made = dress(option, p) as { tooltip: { renderMode: string }; series: { data: unknown[] }[] }
    expect(made.tooltip.renderMode).toBe('richText')
    expect(made.series[0]?.data).toEqual([1, { value: 2 }])
  })
  it('tells the figures as a table', () => {
    expect(asTable(option)).toEqual({ heads: ['', '紧急', '平均'], rows: [['一', '1', '3'], ['二', '2', '']] })
    expect(asTable({ series: [{ type: 'pie', name: '原因', data: [{ name: '误报', value: 4 }] }] })).toEqual({ heads: ['', '原因'], rows: [['误报', '4']] })
  })
})
