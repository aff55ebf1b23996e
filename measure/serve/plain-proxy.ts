import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream'

// The least that passes requests on: `node plain-proxy.js http://127.0.0.1:PORT`. Runs as a process of its own.

const [runtime = ''] = process.argv.slice(2)

const server = createServer((message, response) => {
  const { method, url, headers } = message
  const sent = request(`${runtime}${url}`, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    pipeline(answer, response, () => {})
  })
  sent.on('error', () => response.destroy())
  pipeline(message, sent, () => {})
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
})
