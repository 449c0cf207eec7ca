/** What the system's stream says of slices. */
export interface SystemWord { slices?: string[] }

/** Whether the word concerns one of these slices. */
export const newsOf = (word: SystemWord, slices: readonly string[]): boolean => (word.slices ?? []).some((one) => slices.includes(one))
