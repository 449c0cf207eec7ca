import { describe, expect, it } from 'vitest'
import { numbered, withCode } from './order'

describe('the list of points', () => {
  it('numbers known points in the order they are written', () => {
    expect([...numbered(' B-2 \n\nA-1\nB-2\nX-9', ['A-1', 'B-2', 'C-3'])]).toEqual([['B-2', 1], ['A-1', 2]])
  })
  it('takes one more at its end, and off again', () => {
    expect(withCode('A-1\n', 'B-2')).toBe('A-1\nB-2')
    expect(withCode('A-1\nB-2\nC-3', 'B-2')).toBe('A-1\nC-3')
  })
})
