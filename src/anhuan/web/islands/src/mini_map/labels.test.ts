import { describe, expect, it } from 'vitest'
import { apart, inWords } from './labels'

const at = (text: string, x: number, y: number) => ({ text, x, y })
const texts = (kept: readonly { text: string }[]) => kept.map((one) => one.text)

describe('names on a small map', () => {
  it('keeps the first of two that meet', () => {
    expect(texts(apart([at('储罐区', 0, 12), at('泵房', 20, 14), at('控制室', 37, 12)], 12))).toEqual(['储罐区', '控制室'])
  })
  it('lets rows stand under each other, and numbers be narrow', () => {
    expect(texts(apart([at('装置', 0, 12), at('仓库', 0, 28)], 12))).toEqual(['装置', '仓库'])
    expect(texts(apart([at('T-101', 0, 12), at('T-102', 36, 12)], 12))).toEqual(['T-101', 'T-102'])
  })
  it('gives way to what is there already', () => {
    expect(apart([at('储罐区', 0, 12)], 12, [at('动火', 10, 10)])).toEqual([])
  })
  it('says works in a word where the whole has no room, and nothing where the word has none', () => {
    const works = [at('动火 二级 作业中', 0, 12), at('受限 作业中', 0, 16), at('吊装 三级', -25, 14), at('动土 已签发', 200, 12)]
    expect(texts(inWords(works, 12))).toEqual(['动火 二级 作业中', '动土 已签发', '吊装'])
  })
})
