/** DEV ONLY: installs a fake plant behind fetch and EventSource, then starts the islands as a page would. */
import { installFakes } from './fake_server'

Object.assign(window, { SharedWorker: undefined }) // the fake EventSource lives in the page
const query = new URLSearchParams(location.search)
const island = query.get('island') ?? 'control_room'
document.documentElement.dataset.theme = query.get('theme') ?? (query.get('wall') ? 'dark' : 'light')
if (query.get('lang')) document.documentElement.lang = query.get('lang') ?? 'zh-CN'
const fake = installFakes({ tags: Number(query.get('n') ?? 0), calm: query.has('calm'), down: query.has('down') })
const page = document.getElementById('main')
const clock = document.getElementById('clock')
setInterval(() => { if (clock) clock.textContent = new Date().toLocaleString('zh-CN') }, 1000)
if (page) {
  const props = fake.props(island)
  if (island === 'control_room' || island === 'track_replay') page.className = 'full'
  page.innerHTML = `<script type="application/json" id="p"></script><form><textarea name="geometry" hidden></textarea><div class="island" data-island="${island}" data-props-id="p"></div></form>`
  const script = document.getElementById('p')
  if (script) script.textContent = JSON.stringify(props)
  const area = page.querySelector('textarea')
  if (area && query.get('shape')) area.value = JSON.stringify(fake.shape(query.get('shape') ?? ''))
}
void import('../src/main')
