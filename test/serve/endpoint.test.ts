import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { serving } from './serving.ts'

/** The status of a request with headers as they are given. */
function statusOf(
  address: string,
  { path = '/api/tags', method = 'GET', ...headers }: Record<string, string>,
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]> }> {
  return new Promise((resolve, reject) => {
    const sent = request(`${address}${path}`, { method, headers }, (response) => {
      response.resume()
      resolve({ status: response.statusCode ?? 0, headers: response.headers })
    })
    sent.on('error', reject)
    sent.end()
  })
}

describe('who may ask', () => {
  it.each([
    ['its own address', {}, 200],
    ['localhost', { host: 'localhost:11435' }, 200],
    ['a name under localhost', { host: 'magi.localhost' }, 200],
    ['a name that leads here', { host: 'evil.example:11435' }, 403],
    ['a name that looks like an address', { host: '127.0.0.1.evil.example' }, 403],
    ['a local page', { origin: 'http://localhost:3000' }, 200],
    ['an editor', { origin: 'app://obsidian.md' }, 200],
    ['a page of another site', { origin: 'https://evil.example' }, 403],
    [
      'a page whose origin is the host it names',
      { origin: 'http://evil.example', host: 'evil.example' },
      403,
    ],
    ['a page without an origin', { origin: 'null' }, 403],
    ['an image of another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['an allowed page', { origin: 'https://chat.example' }, 200],
  ])('from %s: %j → %i', async (_name, headers, status) => {
    const { address } = await serving([], { allowOrigins: ['https://chat.example'] })
    expect((await statusOf(address, headers as Record<string, string>)).status).toBe(status)
  })

  it('answers a preflight for an allowed page, and for no other', async () => {
    const { address } = await serving([], { token: 'open sesame' })
    const asked = { method: 'OPTIONS', 'access-control-request-headers': 'authorization, x-evil' }
    const good = await statusOf(address, { ...asked, origin: 'http://localhost:8080' })
    expect([
      good.status,
      good.headers['access-control-allow-origin'],
      good.headers['access-control-allow-headers'],
    ]).toEqual([204, 'http://localhost:8080', 'authorization'])
    expect((await statusOf(address, { ...asked, origin: 'https://evil.example' })).status).toBe(403)
  })

  it('needs its token for everything but its health', async () => {
    const { address } = await serving([], { token: 'open-sesame' })
    const status = async (headers: Record<string, string>) => (await statusOf(address, headers)).status
    expect([
      await status({}),
      await status({ authorization: 'Bearer open-barley' }),
      await status({ authorization: 'Bearer open-sesame' }),
      await status({ 'x-api-key': 'open-sesame' }),
      await status({ path: '/healthz' }),
      await status({ path: '/magi' }),
    ]).toEqual([401, 401, 200, 200, 200, 401])
  })

  it('does not listen where others reach it without a token', async () => {
    await expect(serving([], { listen: { host: '0.0.0.0', port: 0 } })).rejects.toThrow(
      '0.0.0.0 can be reached from other machines, and there is no token.',
    )
  })

  it('says that its address is in use', async () => {
    const { address } = await serving()
    const port = Number(new URL(address).port)
    await expect(serving([], { listen: { host: '127.0.0.1', port } })).rejects.toMatchObject({
      message: `127.0.0.1:${port} is in use.`,
      exitCode: 1,
    })
  })
})

describe('paths', () => {
  it.each([
    ['POST', '/api/pull', 403],
    ['DELETE', '/api/delete', 403],
    ['GET', '/api/chat', 405],
    ['GET', '/v1/messages', 404],
    ['GET', '/constructor', 404],
    ['GET', '/v1/models/nothing', 404],
    ['HEAD', '/', 200],
    ['GET', '/v1/models/magistral%3A24b-vote8', 200],
    ['GET', '/v1/models/%zz', 400],
  ])('%s %s → %i', async (method, path, status) => {
    const { address } = await serving()
    expect((await statusOf(address, { method, path })).status).toBe(status)
  })

  it('refuses a body that is too large, packed, or no JSON', async () => {
    const { post } = await serving()
    const large = await post('/api/chat', 'x'.repeat(33 * 1_048_576)).catch(() => undefined)
    expect(large?.status ?? 413).toBe(413)
    expect((await post('/api/chat', '{}', { 'content-encoding': 'gzip' })).status).toBe(415)
    expect((await post('/api/chat', '{')).status).toBe(400)
    expect((await post('/api/chat', { model: 'nobody:1b', messages: [] })).status).toBe(404)
  })

  it('lists each model also as one that votes, with a digest and a name of its own', async () => {
    const { address, post } = await serving([], { listed: ['vote8'] })
    const { models } = (await (await fetch(`${address}/api/tags`)).json()) as {
      models: Record<string, string>[]
    }
    expect(models.map(({ name }) => name)).toEqual(['magistral:24b', 'magistral:24b-vote8'])
    expect(new Set(models.map(({ digest }) => digest)).size).toBe(2)
    const { data } = (await (await fetch(`${address}/v1/models`)).json()) as { data: { id: string }[] }
    expect(data.map(({ id }) => id)).toEqual(['magistral:24b', 'magistral:24b-vote8'])
    expect(await (await post('/api/show', { name: 'magistral:24b-vote8' })).json()).toMatchObject({
      capabilities: expect.arrayContaining(['completion']),
      model_info: { 'general.basename': 'magistral:24b-vote8' },
    })
  })

  it('is there while the runtime is not, and says so', async () => {
    const { address, ollama, post } = await serving()
    await ollama.close()
    expect((await fetch(`${address}/healthz`)).status).toBe(503)
    const refused = await post('/v1/chat/completions', { model: 'magistral:24b-vote4', messages: [] })
    expect([refused.status, await refused.json()]).toMatchObject([502, { error: { type: 'api_error' } }])
  })
})
