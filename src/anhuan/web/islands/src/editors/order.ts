/** The list of points in the form: a code a line, in the order they are walked. Pure. */
const codesIn = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter(Boolean)

/** Code → 1, 2, 3 … of the known ones. */
export function numbered(text: string, known: readonly string[]): Map<string, number> {
  const listed = [...new Set(codesIn(text))].filter((code) => known.includes(code))
  return new Map(listed.map((code, i) => [code, i + 1]))
}

/** The list with one more at its end, or without it when it was there. */
export function withCode(text: string, code: string): string {
  const codes = codesIn(text)
  return (codes.includes(code) ? codes.filter((one) => one !== code) : [...codes, code]).join('\n')
}
