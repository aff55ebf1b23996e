import { afterEach, describe, expect, it } from 'vitest'
import type { DrawRequest } from '../../src/runtime/driver.ts'
import { connectionFailure, failure } from '../../src/runtime/failure.ts'
import { ConnectionError } from '../../src/runtime/http-request.ts'
import { createOllamaDriver } from '../../src/runtime/ollama.ts'
import { type Gathered, gather, partsOf } from '../support/gather.ts'
import { ScriptedOllama } from '../support/scripted-ollama.ts'
import { cut, end, halfClose, json, type Reply, reset, send, stream } from '../support/scripted-reply.ts'
import { sampleLines, textLine, wireLine } from '../support/wire-lines.ts'

const request: DrawRequest = {
  model: 'magistral:24b',
  messages: [{ role: 'user', content: 'What is 6 x 7?' }],
  options: { num_ctx: 256 },
}

let ollama: ScriptedOllama | undefined

afterEach(async () => {
  await ollama?.close()
  ollama = undefined
})

async function draw(reply: Reply): Promise<Gathered> {
  ollama = await ScriptedOllama.start(reply)
  return gather(await partsOf(createOllamaDriver(ollama.host).draw(request, new AbortController().signal)))
}

/** What a draw gives that failed before its first byte. */
function nothing(code: string, text: string, retryable = false): unknown {
  return {
    thinking: '',
    text: '',
    tokens: { thinking: 0, answer: 0 },
    end: { type: 'failed', code, message: `${code}: ${text}` },
    usage: {},
    ...(retryable ? { retryable } : {}),
  }
}

describe('an error before the first byte', () => {
  const tooLong =
    'the prompt is longer than the context length currently available to the model; shorten the prompt, adjust the context length in settings, or use a model with a longer context length'
  const inner =
    '{"error":{"code":400,"message":"request (9000 tokens) exceeds the available context size (4096 tokens), try increasing it","type":"exceed_context_size_error","n_prompt_tokens":9000,"n_ctx":4096}}'
  const image =
    '{"error":{"code":400,"message":"Multimodal data provided, but model does not support multimodal requests.","type":"invalid_request_error"}}'
  const rows: [status: number, error: string, code: string, text?: string][] = [
    [400, 'missing request body', 'rejected'],
    [
      400,
      'json: cannot unmarshal string into Go struct field ChatRequest.messages of type []api.Message',
      'rejected',
    ],
    [400, 'model is required', 'rejected'],
    [404, "model '' not found", 'rejected'],
    [404, "model 'magistral:24b' not found", 'rejected'],
    [404, 'model "magistral:24b" not found, try pulling it first', 'rejected'],
    [400, '"magistral:24b" does not support thinking', 'rejected'],
    [400, '"magistral:24b" does not support chat', 'rejected'],
    [400, '"magistral:24b" does not support generate', 'rejected'],
    [400, 'registry.ollama.ai/library/magistral:24b does not support insert', 'rejected'],
    [400, 'think must be a boolean or string ("high", "medium", "low", "max", true, or false)', 'rejected'],
    [400, "invalid character '}' looking for beginning of value", 'rejected'],
    [500, 'option "num_ctx" must be of type integer', 'runtime-error'],
    [500, 'option "stop" must be of type an array of strings', 'runtime-error'],
    [500, 'template: :1: function "x" not defined', 'runtime-error'],
    [400, 'registry.ollama.ai/library/magistral:24b does not support tools', 'rejected'],
    [400, 'invalid think value: "x" (must be "high", "medium", "low", "max", true, or false)', 'rejected'],
    [400, 'top_logprobs must be between 0 and 20', 'rejected'],
    [400, 'raw mode does not support template, system, or context', 'rejected'],
    [400, 'time: missing unit in duration "300"', 'rejected'],
    [400, 'Assistant response prefill is incompatible with enable_thinking.', 'rejected'],
    [499, 'request canceled', 'rejected'],
    [400, image, 'rejected', 'Multimodal data provided, but model does not support multimodal requests.'],
    [
      400,
      'the input length exceeds the context length',
      'prompt-too-long',
      'the input length exceeds the context length (window 256 tokens)',
    ],
    [400, tooLong, 'prompt-too-long', `${tooLong} (window 256 tokens)`],
    [
      400,
      inner,
      'prompt-too-long',
      'request (9000 tokens) exceeds the available context size (4096 tokens), try increasing it (prompt 9000 tokens, window 4096 tokens)',
    ],
    [500, 'option "temperature" must be of type float32', 'runtime-error'],
    [500, 'invalid format: "\\"yaml\\""; expected "json" or a valid JSON Schema object', 'runtime-error'],
    [
      500,
      'Failed to create new sequence: failed to process inputs: this model is missing data required for image input',
      'runtime-error',
    ],
    [500, 'this model may be incompatible with your version of Ollama. Please upgrade', 'runtime-error'],
  ]
  for (const [status, error, code, text = error] of rows) {
    it(`${status} ${error.slice(0, 70)}`, async () => {
      expect(await draw(json({ error }, status))).toEqual(nothing(code, text))
      expect(await ollama?.drawn[0]?.closed).toBe('finished')
    })
  }

  const passing: [status: number, error: string, code: string][] = [
    [500, 'llama-server process has terminated: signal: illegal instruction', 'runtime-error'],
    [500, 'llama-server reported out-of-memory during startup: cudaMalloc failed', 'runtime-error'],
    [500, 'timed out waiting for llama-server to start - progress 0.00 - ', 'runtime-error'],
    [500, 'error starting llama-server: fork/exec: no such file', 'runtime-error'],
    [500, 'model requires more system memory (18.2 GiB) than is available (12.1 GiB)', 'runtime-error'],
    [
      500,
      'model runner has unexpectedly stopped, this may be due to resource limitations or an internal error, check ollama server logs for details',
      'runtime-error',
    ],
    [500, 'an error was encountered while running the model: unexpected EOF', 'runtime-error'],
    [500, 'CUDA error: out of memory', 'runtime-error'],
    [500, 'ggml_backend_cuda_buffer_type_alloc_buffer: failed to allocate buffer', 'runtime-error'],
    [500, 'not enough memory for the model', 'runtime-error'],
    [500, 'insufficient memory (see the log)', 'runtime-error'],
    [500, 'KV cache: allocation failed', 'runtime-error'],
    [500, 'unable to load model: /models/x', 'runtime-error'],
    [503, 'server busy, please try again.  maximum pending requests exceeded', 'busy'],
  ]
  for (const [status, error, code] of passing) {
    it(`${status} ${error.slice(0, 70)}, which may pass`, async () => {
      expect(await draw(json({ error }, status))).toEqual(nothing(code, error, true))
    })
  }

  const bodies: [name: string, status: number, type: string, body: string, end: unknown][] = [
    [
      '403 with an empty body',
      403,
      '',
      '',
      nothing(
        'rejected',
        'HTTP 403, without a text; the runtime does not take requests under this host name (see OLLAMA_HOST and OLLAMA_ORIGINS of its server)',
      ),
    ],
    [
      '404 of an unknown path',
      404,
      'text/plain',
      '404 page not found',
      nothing('rejected', 'HTTP 404, text/plain, "404 page not found"'),
    ],
    [
      '405 of a wrong method',
      405,
      'text/plain',
      '405 method not allowed',
      nothing('rejected', 'HTTP 405, text/plain, "405 method not allowed"'),
    ],
    [
      '401 of a proxy',
      401,
      'text/plain',
      '',
      nothing(
        'rejected',
        'HTTP 401, without a text; the host wants credentials (https://user:password@host)',
      ),
    ],
    [
      '502 of a gateway whose runtime is away',
      502,
      'text/html',
      '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n</html>',
      nothing(
        'runtime-error',
        'HTTP 502, text/html, "<html> <head><title>502 Bad Gateway</title></head> </html>"',
        true,
      ),
    ],
    [
      '503 of a gateway',
      503,
      'text/html',
      '<h1>Busy</h1>',
      nothing('busy', 'HTTP 503, text/html, "<h1>Busy</h1>"', true),
    ],
    [
      '500 without a reason',
      500,
      'application/json',
      '{"error":""}',
      nothing('runtime-error', 'the runtime gives no reason'),
    ],
    [
      'an error that is an object',
      500,
      'application/json',
      '{"error":{"message":"slot unavailable"}}',
      nothing('runtime-error', 'slot unavailable'),
    ],
    [
      'an escape sequence in the body of a proxy',
      404,
      'text/html',
      '\u001b]0;x\u0007<p>\u202egone',
      nothing('rejected', 'HTTP 404, text/html, "]0;x <p> gone"'),
    ],
  ]
  for (const [name, status, type, body, expected] of bodies) {
    it(name, async () => {
      expect(
        await draw({
          status,
          headers: type === '' ? {} : { 'content-type': type },
          steps: [send(body), end],
        }),
      ).toEqual(expected)
    })
  }

  it('a redirect is not followed, and its target is shown without secrets', async () => {
    const headers = { location: 'https://mia:secret@login.example/in?token=secret#x' }
    expect(await draw({ status: 307, headers, steps: [end] })).toEqual(
      nothing('malformed', 'HTTP 307, a redirect to "https://login.example/in", is not followed'),
    )
    expect(ollama?.requests).toHaveLength(1)
  })

  it('a body that breaks off still has its status', async () => {
    expect(await draw({ status: 500, headers: {}, steps: [send('{"err'), halfClose] })).toEqual(
      nothing('runtime-error', 'HTTP 500, untyped, "{"err"'),
    )
  })
})

describe('a connection', () => {
  it('that nobody takes', async () => {
    ollama = await ScriptedOllama.start()
    const { host } = ollama
    await ollama.close()
    const parts = await partsOf(createOllamaDriver(host).draw(request, new AbortController().signal))
    expect(gather(parts)).toEqual(
      nothing('refused', `no connection: connect ECONNREFUSED ${host.slice('http://'.length)}`, true),
    )
  })

  it('that is not made, by its cause', () => {
    const failed = (code: string, text = '') =>
      connectionFailure(new ConnectionError('connecting', Object.assign(new Error(text), { code })))
    expect([
      failed('ENOTFOUND', 'getaddrinfo ENOTFOUND box'),
      failed('EAI_AGAIN', 'getaddrinfo EAI_AGAIN box'),
      failed('DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'),
      failed('EPROTO', 'wrong version number'),
    ]).toEqual([
      failure('refused', 'no connection: getaddrinfo ENOTFOUND box'),
      failure('refused', 'no connection: getaddrinfo EAI_AGAIN box', true),
      failure('refused', 'no connection: self-signed certificate (DEPTH_ZERO_SELF_SIGNED_CERT)'),
      failure('malformed', 'what answers does not speak HTTP as expected: it does not speak TLS'),
    ])
    // A name with several addresses: an error without a text, with one error for each address.
    const each = ['127.0.0.1', '::1'].map((host) => new Error(`connect ECONNREFUSED ${host}:1`))
    const both = Object.assign(new AggregateError(each, ''), { code: 'ECONNREFUSED' })
    expect(connectionFailure(new ConnectionError('connecting', both))).toEqual(
      failure('refused', 'no connection: connect ECONNREFUSED 127.0.0.1:1', true),
    )
  })

  it('that breaks before the headers', async () => {
    expect(await draw({ status: 'raw', steps: [reset] })).toMatchObject({
      end: {
        code: 'reset',
        message: expect.stringMatching(/^reset: the connection broke: .*ECONNRESET/) as string,
      },
      retryable: true,
    })
  })

  it('that the other side closes before the headers', async () => {
    expect(await draw({ status: 'raw', steps: [end] })).toEqual(
      nothing('reset', 'the connection broke: socket hang up (ECONNRESET)', true),
    )
  })

  for (const [name, step] of [
    ['is reset', reset],
    ['is closed by the other side', halfClose],
  ] as const) {
    it(`that ${name} in the middle keeps what came`, async () => {
      const sample = await draw(stream(send(textLine({ thinking: 'so' }) + textLine({ text: '4' })), step))
      expect(sample).toEqual({
        thinking: 'so',
        text: '4',
        tokens: { thinking: 1, answer: 1 },
        end: {
          type: 'failed',
          code: 'reset',
          message: expect.stringMatching(
            /^reset: the connection broke: (aborted|read) .*ECONNRESET/,
          ) as string,
        },
        usage: {},
      })
    })
  }

  for (const [name, bytes] of [
    ['no HTTP at all', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['a header that is none', 'HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n'],
    ['a chunk size that is none', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
  ]) {
    it(`that carries ${name}`, async () => {
      expect(await draw({ status: 'raw', steps: [send(bytes as string), end] })).toMatchObject({
        end: {
          code: 'malformed',
          message: expect.stringMatching(/^malformed: what answers does not speak HTTP/) as string,
        },
      })
    })
  }

  it('that switches to another protocol', async () => {
    const bytes = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'
    expect(await draw({ status: 'raw', steps: [send(bytes), end] })).toMatchObject({ end: { code: 'reset' } })
  })
})

describe('under status 200', () => {
  const begun = textLine({ thinking: 'so' }) + textLine({ text: '4' })

  /** What a draw gives that got the two messages above. */
  function kept(code: string, text: string): unknown {
    return {
      thinking: 'so',
      text: '4',
      tokens: { thinking: 1, answer: 1 },
      end: { type: 'failed', code, message: `${code}: ${text}` },
      usage: {},
    }
  }

  const rows: [name: string, body: string | Buffer, outcome: unknown][] = [
    [
      'an error line',
      `${begun}{"error":"an error was encountered while running the model: unexpected EOF"}\n`,
      kept('runtime-error', 'an error was encountered while running the model: unexpected EOF'),
    ],
    [
      'an error line of the native path',
      `${begun}{"error":"llama-server chat error: slot gone"}\n`,
      kept('runtime-error', 'llama-server chat error: slot gone'),
    ],
    [
      'an error line about the window',
      '{"error":"llama-server chat error: {\\"error\\":{\\"message\\":\\"too long\\",\\"type\\":\\"exceed_context_size_error\\",\\"n_prompt_tokens\\":300,\\"n_ctx\\":256}}"}\n',
      nothing('prompt-too-long', 'llama-server chat error: too long (prompt 300 tokens, window 256 tokens)'),
    ],
    [
      'an error line that comes first, as older versions sent what is a status now',
      '{"error":"error loading model /models/x"}\n',
      nothing('runtime-error', 'error loading model /models/x', true),
    ],
    [
      'an end without the last line',
      begun,
      kept('ended-without-done', 'the stream ended after 2 messages without its last line'),
    ],
    [
      'an end without the last line, after many equal tokens',
      textLine({ text: ' ha' }).repeat(31),
      {
        thinking: '',
        text: ' ha'.repeat(31),
        tokens: { thinking: 0, answer: 31 },
        end: {
          type: 'failed',
          code: 'ended-without-done',
          message:
            "ended-without-done: the stream ended after 31 messages without its last line: the last 31 were equal, and the runtime's own guard ends a stream like that after about 30 equal tokens",
        },
        usage: {},
      },
    ],
    [
      'an answer that is not streamed and not done',
      wireLine({ message: { role: 'assistant', content: '4' }, done: false }),
      {
        thinking: '',
        text: '4',
        tokens: { thinking: 0, answer: 1 },
        end: {
          type: 'failed',
          code: 'ended-without-done',
          message: 'ended-without-done: the stream ended after 1 message without its last line',
        },
        usage: {},
      },
    ],
    ['nothing', '', nothing('ended-without-done', 'the stream ended before it began')],
    ['blank lines', '\n\r\n \n', nothing('ended-without-done', 'the stream ended before it began')],
    [
      'an end inside a line',
      `${begun}{"message":{"role":"assis`,
      kept('ended-without-done', 'the stream ended inside a line: "{"message":{"role":"assis"'),
    ],
    ['garbage between lines', `${begun}%%%\n${begun}`, kept('malformed', 'not JSON: "%%%"')],
    ['a JSON value that is no object', `${begun}[1]\n`, kept('malformed', 'not a JSON object: "[1]"')],
    [
      'an object of another protocol',
      '{"choices":[{"delta":{"content":"4"}}]}\n',
      nothing(
        'malformed',
        'a line is none of the protocol: "{"choices":[{"delta":{"content":"4"}}]}" (application/x-ndjson)',
      ),
    ],
    [
      'a text that is a number',
      `${begun}{"message":{"content":5},"done":false}\n`,
      kept('malformed', '"content" is of type number'),
    ],
    [
      'a message that is a list',
      `${begun}{"message":[],"done":false}\n`,
      kept('malformed', '"message" is of type array'),
    ],
    [
      'bytes that are not UTF-8',
      Buffer.concat([
        Buffer.from(begun),
        Buffer.from('{"message":{"content":"'),
        Buffer.from([0xc3, 0x28]),
        Buffer.from('"}}\n'),
      ]),
      kept('malformed', 'the text is not UTF-8'),
    ],
    [
      'an unknown way to be done',
      `${begun}${wireLine({ message: { content: '' }, done: true, done_reason: 'load' })}`,
      kept('runtime-error', 'the runtime ended the sample by "load"'),
    ],
  ]
  for (const [name, body, outcome] of rows) {
    for (const size of [1, 3, 7, Number.POSITIVE_INFINITY]) {
      it(`${name}, in pieces of ${size}`, async () => {
        expect(await draw(cut(stream(send(body), end), size))).toEqual(outcome)
      })
    }
  }

  it('a page of a proxy', async () => {
    const body = '<!DOCTYPE html>\n<html><body>Please log in</body></html>'
    const headers = { 'content-type': 'text/html; charset=utf-8' }
    expect(await draw({ headers, steps: [send(body), end] })).toEqual(
      nothing('malformed', 'not JSON: "<!DOCTYPE html>" (text/html; charset=utf-8)'),
    )
  })

  it('a compressed body that nobody asked for', async () => {
    const bytes = Buffer.from('1f8b08000000000000034bcecf2d4a2d2e4e4d01001ad8b9780a00000a0a', 'hex')
    expect(await draw(stream(send(bytes), end))).toMatchObject({ end: { code: 'malformed' } })
  })

  it('a line that does not end', async () => {
    const chunk = send(Buffer.alloc(1024 * 1024, 'x'))
    const sample = await draw(stream(send(begun), ...Array.from({ length: 50 }, () => chunk), end))
    expect(sample).toEqual(kept('malformed', 'a line is longer than 16777216 bytes'))
    expect(await ollama?.drawn[0]?.closed).toBe('hung-up')
  })

  it('a prompt that 0.24 cut to the window', async () => {
    const last =
      '{"model":"m","created_at":"x","message":{"role":"assistant","content":""},"done":true,"done_reason":"length","total_duration":1000000,"load_duration":500000,"prompt_eval_count":256,"prompt_eval_duration":0,"eval_duration":-9223372036854775808}\n'
    expect(await draw(stream(send(last), end))).toEqual({
      ...(nothing(
        'prompt-too-long',
        'the prompt does not fit the window: it was cut to 256 tokens and nothing was generated (window 256 tokens)',
      ) as Gathered),
      usage: { promptTokens: 256, loadMs: 0.5, totalMs: 1 },
    })
  })
})

describe('a stream that is done', () => {
  const usage = {
    promptTokens: 21,
    outputTokens: 3,
    loadMs: 2,
    promptMs: 30,
    outputMs: 1_100,
    totalMs: 1_200,
  }
  const finished = {
    thinking: 'so',
    text: '42',
    tokens: { thinking: 1, answer: 1 },
    end: { type: 'finished', reason: 'stop' },
    usage,
  }
  const lines = sampleLines({ thinking: ['so'], text: ['42'] })

  it('ends there, whatever follows', async () => {
    const after = [...lines, ...lines, '%%%\n', '{"error":"late"}\n']
    expect(await draw(stream(send(after.join('')), end))).toEqual(finished)
    await ollama?.close()
    expect(await draw(stream(...after.map((line) => send(line)), reset))).toEqual(finished)
  })

  it('ends there even if the connection stays', async () => {
    expect(await draw(stream(send(lines.join('')), { type: 'stall' }))).toEqual(finished)
    expect(await ollama?.drawn[0]?.closed).toBe('hung-up')
  })

  it('may have text in its last line, and no line feed behind it', async () => {
    const last = '{"message":{"thinking":"so","content":"42"},"done":true}'
    expect(await draw(stream(send(last), end))).toEqual({
      ...finished,
      tokens: { thinking: 1, answer: 0 },
      usage: {},
    })
  })

  it('has only the numbers that make sense', async () => {
    const nonsense = [0, -1, -(2 ** 63), 1.5, 'x', null, [], true]
    for (const value of nonsense) {
      const counts = { prompt_eval_count: value, eval_count: value, total_duration: 1_000_000 }
      const sample = await draw(stream(send(sampleLines({ text: ['42'], counts }).join('')), end))
      expect(sample.usage).toEqual({ loadMs: 2, promptMs: 30, outputMs: 1_100, totalMs: 1 })
      await ollama?.close()
    }
  })

  it('has no number where one is beyond all bounds', async () => {
    const last =
      '{"message":{"content":"42"},"done":true,"eval_count":1e400,"eval_duration":1e400,"prompt_eval_count":7}'
    expect((await draw(stream(send(last), end))).usage).toEqual({ promptTokens: 7 })
  })

  it('by length', async () => {
    const sample = await draw(stream(send(sampleLines({ text: ['4'], doneReason: 'length' }).join('')), end))
    expect(sample.end).toEqual({ type: 'finished', reason: 'length' })
  })
})
