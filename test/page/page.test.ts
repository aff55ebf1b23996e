import { describe, expect, it } from 'vitest'
import { UnreachableError, UsageError } from '../../src/ground/errors.ts'
import { hostileText } from '../report/example-report.ts'
import { recordVote, stateFolder } from '../support/recorded-run.ts'
import { all, liveVote, texts, visit } from './page-visit.ts'

const runId = '20261122T101500Z-k3f9'

/** What of a page could run, load or send something. */
const dangers = (page: string): string[] => [
  ...all(page, 'script, style, img, iframe, object, embed, base, [style], [srcset], a[target]').flatMap(
    (element) => (element.getAttribute('src') === '/magi/page.js' ? [] : [String(element)]),
  ),
  ...all(page, '*').flatMap(({ attributes }) =>
    [...attributes].flatMap(({ name, value }) => {
      const isAddress = /^(?:href|src|action|formaction|data|xlink:href)$/.test(name)
      return /^on/.test(name) || (isAddress && !/^(?:\/magi|#)/.test(value)) ? [`${name}=${value}`] : []
    }),
  ),
]

describe('the first page', () => {
  it('asks a question, shows the votes that run, and lists the last runs', async () => {
    const { runs } = await stateFolder()
    await recordVote(runs, ['42', '42', '41'])
    const { desk, get } = visit(runs)
    desk.running = [liveVote({ runId: '20261123T000000Z-aaaa' })]
    const { status, body } = await get('/magi')
    expect(status).toBe(200)
    expect(texts(body, 'label')).toEqual([
      'Question',
      'Samples ',
      expect.stringMatching(/^Kind of answer auto/),
      'Preset majoritybalanced',
    ])
    expect(texts(body, 'button')).toEqual(['Ask', 'Stop'])
    expect(texts(body, '.standing')).toEqual(['42 leads with 1 of 1 ballot'])
    expect(texts(body, 'ol.lanes li')).toEqual(['slot 1: #1 thinking 120 tok · 119 tok/s', 'slot 2: free'])
    expect(all(body, 'tbody a').map((link) => link.getAttribute('href'))).toEqual([`/magi/runs/${runId}`])
    expect(all(body, 'article a').map((link) => link.getAttribute('href'))).toEqual([
      '/magi/runs/20261123T000000Z-aaaa',
    ])
  })

  it('names no leader where answers have as many votes as each other', async () => {
    const { desk, get } = visit()
    const { board } = liveVote()
    const [cluster] = board.tally.clusters
    const clusters = ['1', '2', '3', '4'].map((answer) => ({
      ...cluster,
      answer,
    })) as typeof board.tally.clusters
    const standing = async (count: number) => {
      desk.running = [
        liveVote({
          board: { ...board, tally: { ...board.tally, ballots: count, clusters: clusters.slice(0, count) } },
        }),
      ]
      return texts((await get('/magi')).body, '.standing')[0]
    }
    expect([await standing(2), await standing(4)]).toEqual([
      '1, 2 have 1 of 2 ballots each',
      '1, 2, 3 and 1 more answer have 1 of 4 ballots each',
    ])
  })

  it('says the place of a vote that waits', async () => {
    const { desk, get } = visit()
    desk.running = [liveVote({ queuePlace: 3 })]
    expect(texts((await get('/magi')).body, '.standing')).toEqual([
      'Waits for its turn: place 3 in the queue',
    ])
  })

  it('begins a vote with what was typed, and goes to its run', async () => {
    const { desk, post, formToken } = visit()
    const form = await formToken()
    const reply = await post('/magi/ask', {
      form,
      question: ' 6 × 7?\r\nThink. ',
      n: '8',
      answer: 'number',
      preset: '',
    })
    expect([reply.status, reply.headers['location']]).toEqual([303, `/magi/runs/${runId}`])
    expect(desk.told).toEqual([['begin', { prompt: '6 × 7?\nThink.', n: '8', answer: 'number' }]])
  })

  it.each([
    [new UsageError('-n is "0".', { fix: 'Give it 1 or more.' }), 400],
    [new UnreachableError('No runtime answers.', { fix: 'Start it.' }), 502],
  ])('keeps what was typed where it cannot be asked: %s', async (refusal, status) => {
    const { desk, post, formToken } = visit()
    const form = await formToken()
    desk.refusal = refusal
    const reply = await post('/magi/ask', {
      form,
      question: hostileText,
      n: '0',
      answer: 'set',
      preset: 'balanced',
    })
    expect(reply.status).toBe(status)
    expect(texts(reply.body, '[role=alert]')).toEqual([`${refusal.message} ${refusal.fix}`])
    expect(texts(reply.body, 'option[selected]')).toEqual(['set', 'balanced'])
    expect(all(reply.body, 'input[name=n]')[0]?.getAttribute('value')).toBe('0')
    expect(reply.body).toContain('required>\n&lt;/pre&gt;&lt;script&gt;')
    expect(dangers(reply.body)).toEqual([])
  })

  it('takes no preset that it does not offer: a request names no file', async () => {
    const { desk, post, formToken } = visit()
    const form = await formToken()
    const reply = await post('/magi/ask', { form, question: 'x', preset: '/etc/passwd' })
    expect([reply.status, desk.told]).toEqual([400, []])
  })
})

describe('what a model or a stranger wrote', () => {
  it('is text on every page', async () => {
    const { runs } = await stateFolder()
    const answer = { type: 'found', value: hostileText, kind: 'text', by: 'boxed' } as const
    const sample = { thinking: hostileText, text: hostileText, answer }
    await recordVote(
      runs,
      [
        sample,
        {
          ...sample,
          end: { type: 'failed', code: 'malformed', message: hostileText },
          answer: { type: 'none', reason: 'failed' },
        },
      ],
      {
        request: { messages: [{ role: 'user', content: hostileText }], options: {} },
        model: { name: hostileText, digest: hostileText, card: hostileText },
        commandLine: hostileText,
      },
    )
    const { desk, get } = visit(runs)
    const board = liveVote().board
    const cluster = { ...board.tally.clusters[0], answer: hostileText }
    desk.running = [
      liveVote({
        question: hostileText,
        model: hostileText,
        texts: [{ index: 1, thinking: hostileText, answer: hostileText }],
        board: {
          ...board,
          lanes: [{ index: 1, phase: 'waiting', tokens: 0, startedAtMs: 0, note: hostileText }],
          tally: { ...board.tally, clusters: [cluster as never] },
        },
      }),
    ]
    const quoted = encodeURIComponent('"><script>alert(1)</script>')
    for (const path of [
      '/magi',
      `/magi/runs/${runId}`,
      `/magi/runs/${runId}/samples/p1/0`,
      `/magi/runs?q=${quoted}`,
      `/magi/runs/${quoted}`,
      `/magi/${quoted}`,
      `/magi/runs/${runId}/samples/${quoted}/1`,
    ]) {
      const { body } = await get(path)
      expect([path, dangers(body)]).toEqual([path, []])
      expect(body).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
    }
  })
})

describe('the page of a run', () => {
  it('has the question, the ballots, every sample with its thinking, and Resume where it was stopped', async () => {
    const { runs } = await stateFolder()
    await recordVote(
      runs,
      [
        '42',
        {
          thinking: 'I doubt it.',
          text: 'Final answer: 41',
          answer: { type: 'found', value: '41', kind: 'number', by: 'anchor' },
        },
      ],
      { n: 4 },
    )
    const { body, headers } = await visit(runs).get(`/magi/runs/${runId}`)
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
    expect(texts(body, 'pre.question')).toEqual(['6 × 7?'])
    expect(texts(body, 'button')).toEqual(['Resume'])
    expect(texts(body, 'table.ballots th')).toEqual(['42', '41'])
    expect(texts(body, 'details pre')).toEqual(expect.arrayContaining(['I doubt it.', 'Six times seven.']))
    expect(all(body, 'details p a').map((link) => link.getAttribute('href'))).toEqual([
      `/magi/runs/${runId}/samples/p1/0`,
      `/magi/runs/${runId}/samples/p1/1`,
    ])
    const ids = all(body, '[id]').map((element) => element.getAttribute('id'))
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('while it is drawn here has Stop, how it stands, and what was written so far', async () => {
    const { desk, get } = visit()
    desk.running = [liveVote()]
    const { body } = await get(`/magi/runs/${runId}`)
    expect(texts(body, 'button')).toEqual(['Stop'])
    expect(texts(body, 'details pre')).toEqual(['Six times seven', ''])
    expect(all(body, 'body')[0]?.getAttribute('data-events')).toBe(`/magi/runs/${runId}/events`)
  })

  it('stops and resumes it, and says why it cannot', async () => {
    const { runs } = await stateFolder()
    await recordVote(runs, ['42'], { n: 4 })
    const { desk, post, formToken } = visit(runs)
    const form = await formToken()
    const replies = [
      await post(`/magi/runs/${runId}/stop`, { form }),
      await post(`/magi/runs/${runId}/resume`, { form }),
    ]
    expect(replies.map(({ status, headers }) => [status, headers['location']])).toEqual([
      [303, `/magi/runs/${runId}`],
      [303, `/magi/runs/${runId}`],
    ])
    expect(desk.told).toEqual([
      ['stop', runId],
      ['resume', runId],
    ])
    desk.refusal = new UsageError('The model is another one.', { fix: 'Install the old one.' })
    const refused = await post(`/magi/runs/${runId}/resume`, { form })
    expect([refused.status, texts(refused.body, '[role=alert]')]).toEqual([
      409,
      ['The model is another one. Install the old one.'],
    ])
  })

  it('has a page for each sample, whole, with why it was counted', async () => {
    const { runs } = await stateFolder()
    const thinking = `Begin ${'x'.repeat(100_000)} end`
    await recordVote(runs, ['42', { thinking, text: 'Final answer: 41' }])
    const { body, status } = await visit(runs).get(`/magi/runs/${runId}/samples/p1/1`)
    expect([status, texts(body, 'pre').slice(0, 2)]).toEqual([200, [thinking, 'Final answer: 41']])
    expect(texts(body, 'pre')[2]).toContain('how its answer was looked for:')
    expect(all(body, 'nav[aria-label=Samples] a').map((link) => link.getAttribute('href'))).toEqual([
      `/magi/runs/${runId}/samples/p1/0`,
    ])
  })

  it.each([
    '/magi/runs/nothing',
    '/magi/runs/..',
    '/magi/runs/%2e%2e%2fx',
    '/magi/runs/%00',
    '/magi/runs/a%2fb',
    '/magi/runs/%',
    `/magi/runs/${runId}/samples/p1/99`,
    `/magi/runs/${runId}/x`,
    '/magi/x',
  ])('is not there: %s', async (path) => {
    const { runs } = await stateFolder()
    await recordVote(runs, ['42'])
    expect((await visit(runs).get(path)).status).toBe(404)
  })
})

describe('the list of runs', () => {
  it('finds runs by words of their question, answer, model or id, the newest first', async () => {
    const { runs } = await stateFolder()
    const ask = (runId: string, content: string) =>
      recordVote(runs, ['42'], { runId, request: { messages: [{ role: 'user', content }], options: {} } })
    await ask('20261122T101500Z-aaaa', 'How many primes are there below 100?')
    await ask('20261123T101500Z-bbbb', 'How many primes are there below 1000?')
    await ask('20261124T101500Z-cccc', 'Why is the sky dark?')
    const { get } = visit(runs)
    const found = async (query: string) => texts((await get(`/magi/runs${query}`)).body, 'tbody th')
    expect(await found('')).toEqual([
      '20261124T101500Z-cccc',
      '20261123T101500Z-bbbb',
      '20261122T101500Z-aaaa',
    ])
    expect(await found('?q=PRIMES+many')).toEqual(['20261123T101500Z-bbbb', '20261122T101500Z-aaaa'])
    expect(await found('?q=aaaa')).toEqual(['20261122T101500Z-aaaa'])
    expect(await found('?q=primes+sky')).toEqual([])
  })

  it('has pages of fifty', async () => {
    const { runs } = await stateFolder()
    for (let minute = 0; minute < 52; minute++)
      await recordVote(runs, ['1'], { runId: `20261122T10${String(minute).padStart(2, '0')}00Z-aaaa` })
    const { get } = visit(runs)
    const first = await get('/magi/runs')
    expect(all(first.body, 'tbody tr')).toHaveLength(50)
    const next = all(first.body, 'a[rel=next]')[0]?.getAttribute('href') ?? ''
    const second = await get(next)
    expect(texts(second.body, 'tbody th')).toEqual(['20261122T100100Z-aaaa', '20261122T100000Z-aaaa'])
    expect(texts(second.body, 'a[rel=prev]')).toEqual(['Newer'])
  })
})

describe('a form', () => {
  it.each([
    ['without a token', {}, {}, 403],
    ['with another token', { form: 'x' }, {}, 403],
    ['from another site', 'right', { 'sec-fetch-site': 'cross-site' }, 403],
    ['from another port of this machine', 'right', { 'sec-fetch-site': 'same-site' }, 403],
    ['as JSON', 'right', { 'content-type': 'application/json' }, 400],
    ['from the page itself', 'right', { 'sec-fetch-site': 'same-origin' }, 303],
  ])('%s', async (_, fields, headers, status) => {
    const { desk, post, formToken } = visit()
    const sent = fields === 'right' ? { form: await formToken() } : (fields as Record<string, string>)
    const reply = await post('/magi/ask', { ...sent, question: 'x' }, headers as Record<string, string>)
    expect([reply.status, desk.told.length]).toEqual([status, status === 303 ? 1 : 0])
  })
})

describe('a page with a token', () => {
  const secret = 'correct horse battery staple'

  it('shows nothing before it was given, and takes no form', async () => {
    const { runs } = await stateFolder()
    await recordVote(runs, ['42'])
    const { desk, get, post } = visit(runs, secret)
    for (const path of [
      '/magi',
      '/magi/runs',
      `/magi/runs/${runId}`,
      '/magi/events',
      `/magi/runs/${runId}/samples/p1/0`,
    ]) {
      const { status, body } = await get(path)
      expect([path, status, texts(body, 'label'), body.includes('42')]).toEqual([
        path,
        401,
        ['Token '],
        false,
      ])
    }
    expect((await post('/magi/ask', { form: 'x', question: 'x' })).status).toBe(401)
    expect(desk.told).toEqual([])
    for (const path of ['/magi/page.css', '/magi/page.js', '/magi/icon.svg'])
      expect((await get(path)).status).toBe(200)
  })

  it('keeps that it was given as a cookie that is not the token, and goes where the visitor wanted', async () => {
    const { get, post } = visit('/nowhere', secret)
    const wrong = await post('/magi/login', { token: `${secret}.`, to: '/magi/runs' })
    expect([wrong.status, wrong.headers['set-cookie']]).toEqual([401, undefined])
    const reply = await post('/magi/login', { token: secret, to: '/magi/runs' })
    const cookie = reply.headers['set-cookie'] ?? ''
    expect([reply.status, reply.headers['location']]).toEqual([303, '/magi/runs'])
    expect(cookie).toMatch(/^magi_page=[\w-]{43}; Path=\/magi; HttpOnly; SameSite=Strict; Max-Age=\d+$/)
    expect(cookie).not.toContain(secret)
    const entered = await get('/magi', { cookie: `other=1; ${cookie.split(';')[0]}` })
    expect(entered.status).toBe(200)
    expect((await get('/magi', { cookie: 'magi_page=x' })).status).toBe(401)
    expect((await get('/magi', { authorization: `Bearer ${secret}` })).status).toBe(200)
  })

  it.each(['https://evil.example', '//evil.example', '/magi//evil.example', '/magi/../v1', '/magi?x', ''])(
    'goes nowhere else after it was given: %s',
    async (to) => {
      const { headers } = await visit('/nowhere', secret).post('/magi/login', { token: secret, to })
      expect(headers['location']).toMatch(/^\/magi$/)
    },
  )

  it('takes the token from its own form alone', async () => {
    const reply = await visit('/nowhere', secret).post(
      '/magi/login',
      { token: secret },
      { 'sec-fetch-site': 'cross-site' },
    )
    expect([reply.status, reply.headers['set-cookie']]).toEqual([403, undefined])
  })
})
