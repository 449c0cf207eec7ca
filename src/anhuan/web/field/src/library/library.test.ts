import { expect, test } from 'vitest'
import { boxOf, firmsLike, largeFirst, lawsLike, pathOf } from './find'
import type { Firm, Law, MapArea } from './wire'

const area = (name: string, ring: number[][]): MapArea => ({ id: name, name, ring, events: 0, level: 'red', label: '重大', colour: '红' })
const person = (name: string) => ({ id: name, name, number: 'C01', trade: '焊工', team: '', until: null })
const firm = (name: string, ...people: string[]): Firm => ({ id: name, name, scope: '检维修', contact: '', phone: '', until: null, people: people.map(person) })
const law = (title: string, kind = 'law'): Law => ({ id: title, kind, kind_label: '', number: 'GB 30871-2022', title, scope: '', effective_on: null, file: '' })

test('north is up and the whole plant is in sight', () => {
  const small = area('泵房', [[10, 10], [20, 10], [20, 20]])
  const large = area('厂区', [[0, 0], [100, 0], [100, 50]])
  expect(boxOf([small, large], 5)).toBe('-5 -55 110 60')
  expect(pathOf(small.ring)).toBe('10,-10 20,-10 20,-20')
  expect(largeFirst([small, large]).map((one) => one.name)).toEqual(['厂区', '泵房'])
  expect(boxOf([])).toBe('0 0 1 1')
})
test('a firm is found by its name whole, by a person with that person', () => {
  const firms = [firm('齐建安装', '张三', '李四'), firm('鲁安防腐', '王五')]
  expect(firmsLike(firms, '')).toEqual(firms)
  expect(firmsLike(firms, '齐建').map((one) => one.people.length)).toEqual([2])
  expect(firmsLike(firms, '王五').map((one) => one.name)).toEqual(['鲁安防腐'])
  expect(firmsLike(firms, '张三')[0]!.people.map((one) => one.name)).toEqual(['张三'])
  expect(firmsLike(firms, '赵六')).toEqual([])
})
test('laws are found by kind, number and words', () => {
  const laws = [law('安全生产法'), law('特殊作业安全规范', 'standard')]
  expect(lawsLike(laws, 'standard', '').map((one) => one.title)).toEqual(['特殊作业安全规范'])
  expect(lawsLike(laws, '', '30871 安全').length).toBe(2)
  expect(lawsLike(laws, 'law', '特殊')).toEqual([])
})
