// DEV ONLY: serves dev/dist with the product's Content-Security-Policy. node dev/serve.mjs [port]
import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('./dist', import.meta.url))
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml' }
const csp = "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self' blob:; connect-src 'self'; object-src 'none'; base-uri 'none'"
createServer((request, response) => {
  const path = normalize(new URL(request.url, 'http://x').pathname).replace(/^\/+/, '') || 'index.html'
  const file = join(root, path)
  if (!file.startsWith(root) || !existsSync(file) || !statSync(file).isFile()) return void response.writeHead(404).end()
  response.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream', 'Content-Security-Policy': csp, 'Cache-Control': 'no-store' })
  createReadStream(file).pipe(response)
}).listen(Number(process.argv[2] ?? 5199), '127.0.0.1', () => console.log('dev page on', process.argv[2] ?? 5199))
