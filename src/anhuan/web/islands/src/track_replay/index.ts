import { createApp } from 'vue'
import { readProps } from '../kernel/props'
import TrackReplay from './TrackReplay.vue'
import type { TrackProps } from './query'

export function mount(host: HTMLElement): void {
  createApp(TrackReplay, { options: readProps<TrackProps>(host) }).mount(host)
}
