import { describe, expect, it } from 'vitest'
import type { RosterEntry } from '../kernel/wire'
import { Roster, search } from './roster'

const person = (name: string, pinyin: string, tag_number: string, department = '生产一部'): RosterEntry => ({
  tag: `t-${tag_number}`, tag_number, subject: `s-${tag_number}`, subject_kind: 'person', name, kind: 'staff', department, post: '外操',
  sex: null, qualification: null, pinyin, battery_pct: 80,
})
const people = [person('王海涛', 'wht wanghaitao', 'T-0012'), person('汪浩天', 'wht wanghaotian', 'T-0112'), person('赵磊', 'zl zhaolei', 'T-0012A', '安全部')]

describe('search', () => {
  it('finds by initials, name and tag number', () => {
    expect(search('wht', people, []).map((h) => h.type === 'person' && h.entry.name)).toEqual(['汪浩天', '王海涛'])
    expect(search('海涛', people, []).length).toBe(1)
    expect(search('t-0012', people, []).map((h) => h.type === 'person' && h.entry.name)).toEqual(['王海涛', '赵磊'])
  })
  it('mixes areas in and leaves out what does not match', () => {
    const hits = search('罐', people, [{ id: 'a', name: '一号罐区' }, { id: 'b', name: '办公楼' }])
    expect(hits.map((h) => h.type)).toEqual(['area'])
    expect(search('  ', people, [])).toEqual([])
  })
})
describe('roster', () => {
  it('indexes by tag and lists departments once', () => {
    const roster = new Roster(people)
    expect(roster.byTag.get('t-T-0112')?.name).toBe('汪浩天')
    expect(roster.departments).toHaveLength(2)
  })
})
