import type { Tool } from './shape'

export interface EditorProps {
  /** Which shapes may be drawn; the editor's own set otherwise. */
  shapes: Exclude<Tool, 'select'>[]
  /** The form field, as a selector within the same form; `textarea[name=geometry]` unless said. */
  target: string
  /** Id of what is being edited: left out of the background. */
  own: string | null
}
