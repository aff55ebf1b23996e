import { request } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { isForPage } from '../../src/page/answer-http.ts'
import { settle } from '../support/fake-clock.ts'
import { recordVote, stateFolder } from '../support/recorded-run.ts'
import { ScriptedOllama } from '../support/scripted-ollama.ts'
import { chatStream, end, hold, send, stream } from '../support/scripted-reply.ts'
import { bySeed } from '../support/vote-script.ts'
import { sampleLines } from '../support/wire-lines.ts'
import { DrawingDesk, servePage } from './drawing-desk.ts'
import { all, liveVote, NotingDesk, texts } from './page-visit.ts'

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** Sends one request over a socket of its own, as a browser would. */
function call(
  origin: string,
  path: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(`${origin}${path}`, { method, headers, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (piece: string) => {
        text += piece
      })
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      )
      response.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

const form = (fields: Record<string, string>, headers: Record<string, string> = {}) => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  body: new URLSearchParams(fields).toString(),
})

describe('the page on a socket', () => {
  it('is asked only for what lies at its address', () => {
    expect(
      ['/magi', '/magi/', '/magi?q', '/magi/runs', '/magic', '/', '/api/chat', undefined].map(isForPage),
    ).toEqual([...[true, true, true, true], ...[false, false, false, false]])
  })

  it('forbids on every answer what is not its own', async () => {
    const { origin } = await servePage(new NotingDesk('/nowhere'), { token: 'open sesame' })
    for (const path of ['/magi', '/magi/page.js', '/magi/page.css', '/magi/runs/x', '/magi/login']) {
      const { headers } = await call(origin, path)
      expect([
        path,
        headers['content-security-policy'],
        headers['x-content-type-options'],
        headers['cache-control'],
      ]).toEqual([
        path,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        'nosniff',
        'no-store',
      ])
      expect(headers['access-control-allow-origin']).toBeUndefined()
    }
  })

  it('lets in whoever gave the token, and nobody else', async () => {
    const { runs } = await stateFolder()
    await recordVote(runs, ['42'])
    const { origin } = await servePage(new NotingDesk(runs), { token: 'open sesame' })
    expect((await call(origin, '/magi/runs')).status).toBe(401)
    const entered = await call(origin, '/magi/login', form({ token: 'open sesame', to: '/magi/runs' }))
    const [cookie = ''] = String(entered.headers['set-cookie']).split(';')
    const { status, body } = await call(origin, '/magi/runs', { headers: { cookie } })
    expect([status, texts(body, 'tbody th')]).toEqual([200, ['20261122T101500Z-k3f9']])
  })

  it('answers HEAD without a body, and no other method than GET and POST', async () => {
    const { origin } = await servePage(new NotingDesk('/nowhere'))
    expect(await call(origin, '/magi', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' })
    expect(await call(origin, '/magi/events', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' })
    expect(await call(origin, '/magi', { method: 'DELETE' })).toMatchObject({ status: 405 })
  })

  it('refuses a form that is too long, and says so', async () => {
    const { origin } = await servePage(new NotingDesk('/nowhere'))
    const { status, body } = await call(origin, '/magi/ask', form({ question: 'x'.repeat(1_100_000) }))
    expect([status, texts(body, '[role=alert]')]).toEqual([
      400,
      ['The form has more than 1048576 bytes. Ask a shorter question.'],
    ])
  })

  it('stops looking when the browser has left', async () => {
    const desk = new NotingDesk('/nowhere')
    let looks = 0
    let wake = () => {}
    const seen = new Promise<void>((resolve) => {
      wake = resolve
    })
    desk.votes = () => {
      looks += 1
      if (looks === 2) wake()
      return [liveVote()]
    }
    const { origin, close } = await servePage(desk)
    const sent = request(`${origin}/magi/events`, { agent: false })
    sent.on('error', () => {})
    sent.end()
    await seen
    sent.destroy()
    await close()
    expect(looks).toBe(2)
  })

  it('begins a vote by a form, stops it down to the runtime, and goes on with it', async () => {
    const { runs } = await stateFolder()
    const gate = hold()
    const lines = sampleLines({ thinking: 'Six times seven.', text: 'Final answer: 42' })
    const [first = '', ...others] = lines
    const held = stream(send(first), gate, ...others.map((line) => send(line)), end)
    const whole = chatStream({ thinking: 'Six times seven.', text: 'Final answer: 42' })
    const ollama = await ScriptedOllama.start(...bySeed(7, [whole, held]))
    onTestFinished(() => ollama.close())
    const desk = new DrawingDesk(runs, ollama.host, { seed: 7, rule: 'all' })
    const { origin } = await servePage(desk)
    const home = await call(origin, '/magi')
    const token = all(home.body, 'input[name=form]')[0]?.getAttribute('value') ?? ''
    const begun = await call(
      origin,
      '/magi/ask',
      form({ form: token, question: 'What is 6 × 7?', n: '2', answer: 'number' }),
    )
    const address = String(begun.headers['location'])
    await gate.reached
    while (desk.votes()[0]?.board.tally.drawn === 0) await settle()
    const live = await call(origin, address)
    expect([texts(live.body, '.standing'), texts(live.body, 'button')]).toEqual([
      ['42 leads with 1 of 1 ballot'],
      ['Stop'],
    ])
    const stopped = await call(origin, `${address}/stop`, form({ form: token }))
    // It is over when the answer comes: the page that the browser is sent to shows it as it was left.
    expect([stopped.status, desk.votes()]).toEqual([303, []])
    expect(await Promise.all(ollama.drawn.map(({ closed }) => closed))).toEqual(['finished', 'hung-up'])
    const rest = await call(origin, address)
    expect(texts(rest.body, 'button')).toEqual(['Resume'])
    gate.release()
    await call(origin, `${address}/resume`, form({ form: token }))
    await desk.over()
    const over = await call(origin, address)
    expect(texts(over.body, 'main > p')[1]).toBe(
      '42 wins with 2 of 2 ballots (100 %; 95 % interval of that share: 34 % to 100 %)',
    )
  })
})
