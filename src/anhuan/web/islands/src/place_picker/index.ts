/** A place and a radius on the map, read from and written to the form's `x_m`, `y_m`, `radius_m`. */
import { fetchMap } from '../kernel/api'
import { toPlant } from '../kernel/geo'
import { t } from '../kernel/i18n'
import { toScreenX, toScreenY, pixelsPerMetre } from '../map/affine'
import { hasWebGl, PlantView, type Scene } from '../map/plant_view'
import { alpha } from '../map/theme'

type Name = 'x_m' | 'y_m' | 'radius_m'

export async function mount(host: HTMLElement): Promise<void> {
  host.classList.add('ah')
  if (!hasWebGl()) { host.textContent = t('map.nowebgl'); return }
  const data = await fetchMap()
  const form = host.closest('form')
  const field = (name: Name): HTMLInputElement | null => form?.querySelector<HTMLInputElement>(`input[name="${name}"]`) ?? null
  const value = (name: Name): number => { const v = field(name)?.value; return v ? Number(v) : NaN }
  const view = new PlantView(host, data, 1)
  view.setLayer('people', false)
  view.map.getCanvas().setAttribute('aria-label', `${t('map.label')} ${t('pick.hint')}`)
  view.map.getCanvas().style.cursor = 'crosshair'

  const paint = ({ ctx, affine: m, palette }: Scene): void => {
    const x = value('x_m'), y = value('y_m'), radius = value('radius_m')
    if (Number.isNaN(x) || Number.isNaN(y)) return
    const sx = toScreenX(m, x, y), sy = toScreenY(m, x, y)
    ctx.beginPath()
    ctx.arc(sx, sy, Math.max(3, (radius || 0) * pixelsPerMetre(m)), 0, 2 * Math.PI)
    ctx.fillStyle = alpha(palette.accent, 0.16)
    ctx.fill()
    ctx.strokeStyle = palette.accent
    ctx.lineWidth = 2
    ctx.stroke()
    ctx.beginPath()
    for (const [dx, dy] of [[8, 0], [0, 8]] as const) { ctx.moveTo(sx - dx, sy - dy); ctx.lineTo(sx + dx, sy + dy) }
    ctx.stroke()
  }
  view.over.add(paint)
  view.map.on('click', (event) => {
    const [x, y] = toPlant(data.site, event.lngLat.lng, event.lngLat.lat)
    write(field('x_m'), x)
    write(field('y_m'), y)
    view.request()
  })
  form?.addEventListener('input', () => view.request())
}
function write(input: HTMLInputElement | null, value: number): void {
  if (!input) return
  input.value = value.toFixed(1)
  input.dispatchEvent(new Event('change', { bubbles: true }))
}
