// Drop-downs and ticks one finds by typing (desk/picks.py). Pages work without it.
(() => {
  const english = document.documentElement.lang.startsWith('en')
  const say = { none: english ? 'Nothing found' : '没有找到', many: english ? 'More: type on' : '还有更多，请继续输入', ticked: (n) => (english ? `${n} chosen` : `已选 ${n}`) }
  const MOST = 60
  const fold = (text) => text.toLowerCase().replace(/\s+/g, '')
  const fits = (words, typed) => typed.split(/\s+/).filter(Boolean).every((part) => words.includes(fold(part)))

  function pickOne(select, number) {
    const options = [...select.options].filter((o) => o.value).map((o) => ({ value: o.value, label: o.label, words: fold(`${o.label} ${o.dataset.words ?? ''}`), shut: o.disabled }))
    const box = document.createElement('span'), field = document.createElement('input'), list = document.createElement('ul')
    box.className = 'pick'
    list.className = 'pick-hits'
    list.id = `pick-${number}`
    list.hidden = true
    list.setAttribute('role', 'listbox')
    for (const [key, value] of Object.entries({ role: 'combobox', 'aria-expanded': 'false', 'aria-controls': list.id, 'aria-autocomplete': 'list', placeholder: select.dataset.pick, autocomplete: 'off', class: 'input', id: select.id })) field.setAttribute(key, value)
    select.removeAttribute('id')
    select.hidden = true
    select.before(box)
    box.append(field, list, select)
    let hits = [], at = -1

    const label = () => options.find((o) => o.value === select.value)?.label ?? ''
    const mark = (index) => {
      at = hits.length ? (index + hits.length) % hits.length : -1
      ;[...list.querySelectorAll('[role=option]')].forEach((row, i) => row.setAttribute('aria-selected', String(i === at)))
      const row = list.querySelector('[aria-selected=true]')
      row?.scrollIntoView({ block: 'nearest' })
      if (row) field.setAttribute('aria-activedescendant', row.id)
      else field.removeAttribute('aria-activedescendant')
    }
    const line = (text, kind) => { const row = document.createElement('li'); row.textContent = text; row.className = kind; return row }
    const open = (all) => {
      const found = all ? options : options.filter((o) => fits(o.words, field.value))
      hits = found.slice(0, MOST)
      list.replaceChildren(...hits.map((hit, i) => { const row = line(hit.label, hit.shut ? 'none' : ''); row.setAttribute('role', 'option'); row.id = `${list.id}-${i}`; return row }))
      if (!hits.length) list.append(line(say.none, 'none'))
      if (found.length > MOST) list.append(line(say.many, 'none'))
      list.hidden = false
      field.setAttribute('aria-expanded', 'true')
      mark(all ? hits.findIndex((hit) => hit.value === select.value) : 0)
    }
    const close = () => { list.hidden = true; field.setAttribute('aria-expanded', 'false'); field.value = label() }
    const choose = (hit) => { if (hit?.shut) return; select.value = hit?.value ?? ''; close(); select.dispatchEvent(new Event('change', { bubbles: true })) }

    field.addEventListener('focus', () => { field.select(); open(true) })
    field.addEventListener('input', () => { if (!field.value) select.value = ''; open(false) })
    field.addEventListener('blur', () => close())
    field.addEventListener('keydown', (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      if (step) { if (list.hidden) open(true); else mark(at + step) }
      else if (event.key === 'Enter' && !list.hidden) { if (hits[at]) choose(hits[at]) }
      else if (event.key === 'Escape' && !list.hidden) close()
      else return
      event.preventDefault()
    })
    list.addEventListener('mousedown', (event) => {
      event.preventDefault() // the field keeps the focus
      const row = event.target.closest('[role=option]')
      if (row) choose(hits[[...list.querySelectorAll('[role=option]')].indexOf(row)])
    })
    field.value = label()
  }

  function pickMany(box) {
    const field = box.querySelector('[data-pick-find]'), count = box.querySelector('[data-pick-count]')
    const rows = [...box.querySelectorAll('label')].map((row) => ({ row, words: fold(`${row.textContent} ${row.dataset.words ?? ''}`), box: row.querySelector('input') }))
    if (rows.length > 8) field.hidden = false
    const narrow = () => { for (const one of rows) one.row.hidden = !(one.box.checked || fits(one.words, field.value)) }
    const tell = () => { const n = rows.filter((one) => one.box.checked).length; count.textContent = n ? say.ticked(n) : '' }
    field.addEventListener('input', narrow)
    field.addEventListener('keydown', (event) => { if (event.key === 'Enter') event.preventDefault() })
    box.addEventListener('change', tell)
    tell()
  }

  document.querySelectorAll('select[data-pick]').forEach(pickOne)
  document.querySelectorAll('[data-pick-many]').forEach(pickMany)
})()
