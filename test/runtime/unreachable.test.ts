import { readFileSync } from 'node:fs'
import { createServer as createPlainServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createSocketServer, type Server } from 'node:net'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { MagiError } from '../../src/ground/errors.ts'
import { createOllamaDriver } from '../../src/runtime/ollama.ts'

const file = (name: string) => readFileSync(fileURLToPath(new URL(`tls/${name}`, import.meta.url)))
/** A certificate that signs itself; it is trusted nowhere, and its key protects nothing. */
const tls = { key: file('key.pem'), cert: file('certificate.pem') }

/** Listens on loopback until the test ends. */
async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

/** What the first question to a runtime comes to. */
async function asked(host: string) {
  const thrown: unknown = await createOllamaDriver(host)
    .version()
    .catch((error: unknown) => error)
  if (!(thrown instanceof MagiError)) return expect.fail(`not refused: ${String(thrown)}`)
  const { message, fix, exitCode } = thrown
  return { message: message.replace(/:\d+/, ':PORT'), fix, exitCode }
}

const answers =
  (status: number, contentType: string, body: string): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': contentType, connection: 'close' }).end(body)
  }
const well = answers(200, 'application/json', '{"version":"0.32.15"}')

describe('TLS that does not come about is named, with what to set', () => {
  it('a certificate that nobody vouches for', async () => {
    const port = await portOf(createTlsServer(tls, well))
    expect(await asked(`https://127.0.0.1:${port}`)).toEqual({
      message:
        'The runtime at https://127.0.0.1:PORT cannot be spoken to: its certificate is not trusted here (self-signed certificate).',
      fix: 'Name the file of the certificate that signed it (of itself, where it is self-signed), in PEM, by --ca, or for all programs by NODE_EXTRA_CA_CERTS.',
      exitCode: 5,
    })
  })

  it('https to a port that speaks plain HTTP', async () => {
    const port = await portOf(createPlainServer(well))
    expect(await asked(`https://127.0.0.1:${port}`)).toEqual({
      message: 'The runtime at https://127.0.0.1:PORT cannot be spoken to: it does not speak TLS.',
      fix: 'Write http:// in place of https://, or name its TLS port.',
      exitCode: 5,
    })
  })

  it('http to a port that speaks TLS and says nothing', async () => {
    const port = await portOf(createTlsServer(tls, well))
    expect(await asked(`http://127.0.0.1:${port}`)).toEqual({
      message:
        'The runtime at http://127.0.0.1:PORT cannot be spoken to: it took the request and closed the connection without a word.',
      fix: 'Where it speaks TLS, write https:// in place of http://; else look at its log, or start it anew.',
      exitCode: 5,
    })
  })

  it.each([
    'Client sent an HTTP request to an HTTPS server.\n',
    '<html><head><title>400 The plain HTTP request was sent to HTTPS port</title></head></html>',
  ])('http to a port that speaks TLS and says so: %s', async (body) => {
    const port = await portOf(createPlainServer(answers(400, 'text/plain', body)))
    expect(await asked(`http://127.0.0.1:${port}`)).toEqual({
      message: 'The runtime at http://127.0.0.1:PORT cannot be spoken to: it speaks TLS on this port.',
      fix: 'Write https:// in place of http://.',
      exitCode: 5,
    })
  })
})

describe('another program on the port is named as one', () => {
  const unexpected = '{"error":"Unexpected endpoint or method. (GET /api/version)"}'
  it.each([
    ['an error under 200', 200, 'application/json', unexpected],
    ['a page', 200, 'text/html', '<!DOCTYPE html>'],
    ['JSON without a version', 200, 'application/json', '{"status":"ok"}'],
    ['404', 404, 'text/plain', 'not found'],
  ])('%s: exit code 5', async (_, status, contentType, body) => {
    const port = await portOf(createPlainServer(answers(status, contentType, body)))
    expect(await asked(`http://127.0.0.1:${port}`)).toEqual({
      message: expect.stringMatching(/^http:\/\/127.0.0.1:PORT answers, but is not an Ollama server: /),
      fix: 'Check the address (--host, OLLAMA_HOST) and what stands between: a proxy, a login page, another program.',
      exitCode: 5,
    })
  })

  it.each(['/v1', '/api', '/v1/chat/completions', '/ollama/api'])(
    'an address that ends in %s',
    async (path) => {
      const port = await portOf(createPlainServer(answers(404, 'text/plain', '404 page not found')))
      const { fix, exitCode } = await asked(`http://127.0.0.1:${port}${path}`)
      const end = path.replace('/ollama', '')
      expect({ fix, exitCode }).toEqual({
        fix: `Leave "${end}" out of the address: Magi adds the paths itself.`,
        exitCode: 5,
      })
    },
  )

  it('a path of that name before which a proxy stands is spoken to', async () => {
    const port = await portOf(createPlainServer(well))
    expect(await createOllamaDriver(`http://127.0.0.1:${port}/api`).version()).toBe('0.32.15')
  })

  it('bytes that are no HTTP', async () => {
    const port = await portOf(createSocketServer((socket) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n')))
    expect((await asked(`http://127.0.0.1:${port}`)).exitCode).toBe(5)
  })
})
