// The shell's small habits: clock, theme, search box, ticks, confirmations. Pages work without it.
(() => {
  const root = document.documentElement
  const on = (type, handler, where = document) => where.addEventListener(type, handler)

  // Plant time from the server's clock, whatever the machine's own clock and zone say.
  const clock = document.querySelector('[data-clock]')
  if (clock) {
    const text = clock.querySelector('[data-clock-text]')
    const ahead = Number(clock.dataset.now) - Date.now()
    const format = new Intl.DateTimeFormat(root.lang.startsWith('en') ? 'en-GB' : 'zh-CN', {
      timeZone: clock.dataset.zone, month: '2-digit', day: '2-digit', weekday: 'short',
      hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
    })
    const tick = () => {
      const part = Object.fromEntries(format.formatToParts(Date.now() + ahead).map((p) => [p.type, p.value]))
      text.textContent = `${part.month}-${part.day} ${part.weekday} ${part.hour}:${part.minute}:${part.second}`
      setTimeout(tick, 1000 - ((Date.now() + ahead) % 1000))
    }
    tick()
  }

  // Header of ordinary pages: open alarms and health. The control room's island does it by itself.
  const health = document.getElementById('live-health')
  const words = root.lang.startsWith('en')
    ? { ok: 'all well', degraded: 'degraded', down: 'no connection' }
    : { ok: '全部正常', degraded: '有异常', down: '连不上服务器' }
  const show = (state) => {
    health.dataset.state = state
    health.querySelector('[data-text]').textContent = words[state]
  }
  const pulse = async () => {
    if (document.hidden) return
    try {
      const answer = await fetch('/pulse/', { headers: { Accept: 'application/json' } })
      if (answer.redirected) return location.reload() // logged out: to the login page
      if (answer.status === 403) return // a new password or the second step comes first
      const now = await answer.json()
      for (const [priority, count] of Object.entries(now.counts)) {
        const number = document.getElementById(`alarm-count-${priority}`)
        number.textContent = count
        number.parentElement.classList.toggle('on', count > 0)
      }
      if (now.health) show(now.health)
    } catch { show('down') }
  }
  if (health && !document.querySelector('[data-island="control_room"]')) {
    pulse(); setInterval(pulse, 10_000); on('visibilitychange', pulse)
  }

  on('click', (event) => {
    const target = event.target instanceof Element ? event.target : null
    if (target?.closest('[data-close]')) target.closest('.note').remove()
    if (target?.closest('[data-print]')) window.print()
    if (target?.closest('[data-theme-switch]')) {
      const theme = root.dataset.theme === 'dark' ? 'light' : 'dark'
      document.cookie = `theme=${theme};path=/;max-age=31536000;samesite=lax`
      location.reload()
    }
    for (const pop of document.querySelectorAll('details.pop[open]')) if (!pop.contains(target)) pop.open = false
  })
  on('submit', (event) => {
    const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm
    if (question && !window.confirm(question)) event.preventDefault()
  })
  on('change', (event) => {
    if (event.target.matches('[data-tick-all]')) {
      for (const box of document.querySelectorAll('.rows input[name=ids]')) box.checked = event.target.checked
    }
    const count = document.querySelector('[data-tick-count]')
    if (count) count.textContent = `已选 ${document.querySelectorAll('.rows input[name=ids]:checked').length}`
  })

  // Days and times at rest read the same whatever the browser's language: 11/22/2026 is nobody's date here.
  const blank = root.lang.startsWith('en')
    ? { date: 'yyyy-mm-dd', 'datetime-local': 'yyyy-mm-dd hh:mm', time: 'hh:mm' }
    : { date: '年-月-日', 'datetime-local': '年-月-日 时:分', time: '时:分' }
  const rest = (box) => {
    box.dataset.rest = box.value ? box.value.replace('T', ' ') : blank[box.type]
    box.classList.toggle('bare', !box.value)
  }
  const restAll = () => { for (const box of document.querySelectorAll('input.input')) if (blank[box.type]) rest(box) }
  restAll(); on('htmx:afterSettle', restAll); on('focusout', restAll); on('reset', () => setTimeout(restAll))
  on('change', (event) => { if (event.target.matches?.('input.input[data-rest]')) rest(event.target) })

  // Ctrl K or / reaches the search box; arrows walk the hits; Escape leaves.
  const find = document.getElementById('find')
  on('keydown', (event) => {
    const typing = event.target.closest?.('input, textarea, select, [contenteditable]')
    if (find && (((event.ctrlKey || event.metaKey) && event.key === 'k') || (event.key === '/' && !typing))) {
      event.preventDefault(); find.focus(); find.select()
    }
    if (event.key === 'Escape') for (const pop of document.querySelectorAll('details.pop[open]')) pop.open = false
    const box = event.target.closest?.('.find')
    if (!box) return
    const hits = [find, ...box.querySelectorAll('.hit')]
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) { event.preventDefault(); hits[(hits.indexOf(document.activeElement) + step + hits.length) % hits.length].focus() }
    if (event.key === 'Enter' && document.activeElement === find && hits[1]) { event.preventDefault(); hits[1].click() }
    if (event.key === 'Escape') document.activeElement.blur()
  })
  on('htmx:afterSwap', (event) => {
    if (event.target.id === 'find-hits') find.setAttribute('aria-expanded', String(event.target.childElementCount > 0))
  })
  on('keydown', (event) => { if (event.key === 'Escape') find?.setAttribute('aria-expanded', 'false') })

  // Addresses of filtered lists stay short: nothing empty, no columns when they are the usual ones.
  on('htmx:configRequest', (event) => {
    const form = event.target.closest?.('form[data-trim]')
    if (!form) return
    const values = event.detail.parameters
    for (const key of [...values.keys()]) if (values.getAll(key).every((value) => value === '')) values.delete(key)
    const usual = form.querySelector('[data-default-cols]')?.dataset.defaultCols.trim().split(' ') ?? []
    const wanted = values.getAll('cols')
    if (wanted.length === usual.length && wanted.every((key, n) => key === usual[n])) values.delete('cols')
  })
  // A part that was refused says why in a sentence; it is shown, for nothing else would tell.
  on('htmx:responseError', (event) => {
    const { responseText, status } = event.detail.xhr
    const plain = event.detail.xhr.getResponseHeader('Content-Type')?.startsWith('text/plain')
    const note = Object.assign(document.createElement('p'), { className: 'note error', role: 'alert' })
    note.textContent = plain ? responseText : `${document.documentElement.lang.startsWith('en') ? 'The server answered' : '服务器答复'} ${status}`
    document.querySelector('.notes, main')?.prepend(note)
    setTimeout(() => note.remove(), 8000)
  })
  // A session that ended answers a fragment with the login page: show it as a page.
  on('htmx:beforeSwap', (event) => {
    const path = new URL(event.detail.xhr.responseURL || location.href, location.href).pathname
    if (path.startsWith('/login')) { event.detail.shouldSwap = false; location.reload() }
  })
})()
