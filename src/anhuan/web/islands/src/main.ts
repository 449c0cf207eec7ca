/** Entry: finds `[data-island]` and loads only the code that island needs. */
import './ui/base.css'

interface IslandModule { mount(host: HTMLElement): void | Promise<void> }

const islands: Record<string, () => Promise<IslandModule>> = {
  control_room: () => import('./control_room'),
  track_replay: () => import('./track_replay'),
  fence_editor: () => import('./editors/fence'),
  plant_editor: () => import('./editors/plant'),
  place_picker: () => import('./place_picker'),
  heat: () => import('./heat'),
  space: () => import('./space'),
  mini_map: () => import('./mini_map'),
  chart: () => import('./chart'),
  live_part: () => import('./live_part'),
  evacuation: () => import('./evacuation'),
}

async function mountOne(host: HTMLElement): Promise<void> {
  const load = islands[host.dataset.island ?? '']
  if (!load || host.dataset.mounted) return
  host.dataset.mounted = '1'
  try {
    await (await load()).mount(host)
  } catch (error) {
    console.error('island', host.dataset.island, error)
    host.classList.add('ah-island-failed')
    host.setAttribute('role', 'alert')
    const english = document.documentElement.lang.startsWith('en')
    host.textContent = english ? 'This part of the page failed to load. Reload the page.' : '这一部分没有加载成功，请刷新页面。'
  }
}

export function mountAll(root: ParentNode = document): void {
  for (const host of root.querySelectorAll<HTMLElement>('[data-island]')) void mountOne(host)
}

if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => mountAll())
else mountAll()
// Fragments swapped in by htmx may hold islands too.
document.addEventListener('htmx:afterSwap', (event) => {
  if (event.target instanceof Element) mountAll(event.target)
})
