// Refuses a locked dependency whose licence is not on the list.
import { readFileSync } from 'node:fs'

const fine = /^\(?(MIT|ISC|0BSD|BSD-2-Clause|BSD-3-Clause|Apache-2\.0)( OR [\w.-]+)*\)?$/
const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'))
const bad = Object.entries(packages).filter(([name, p]) => name && !fine.test(p.license ?? ''))
for (const [name, p] of bad) console.error(name, p.license)
console.log(`${Object.keys(packages).length - 1} packages, ${bad.length} refused`)
process.exit(bad.length ? 1 : 0)
