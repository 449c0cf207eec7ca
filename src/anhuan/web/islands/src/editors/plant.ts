import { createApp } from 'vue'
import { readProps } from '../kernel/props'
import Editor from './Editor.vue'
import type { EditorProps } from './props'

export function mount(host: HTMLElement): void {
  host.classList.add('ah-free') // toolbar and coordinates need more than the map's own box
  createApp(Editor, { options: readProps<EditorProps>(host), host, tools: ['polygon', 'rectangle', 'circle', 'line', 'point'] }).mount(host)
}
