import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { installedModel } from '../../support/default-replies.ts'
import { emptyFolder } from '../../support/folder.ts'
import { bodiesOf, cliWith, type WireBody } from '../../support/run-cli.ts'
import { chatStream } from '../../support/scripted-reply.ts'

/** Runs `ask` and gives what was sent with what was said. */
async function asked(args: readonly string[], model = installedModel(), env: Record<string, string> = {}) {
  const { ollama, run } = await cliWith(chatStream({ text: '42' }))
  ollama.installed = [model]
  const result = await run(['ask', ...args, 'What is 6 × 7?'], { env })
  return { ...result, body: bodiesOf(ollama)[0] as WireBody, requests: ollama.requests }
}

const seeing = installedModel({ capabilities: ['completion', 'thinking', 'vision'] })
const plain = installedModel({ capabilities: ['completion'] })

/** The beginning of a PNG, as base64. */
const png = 'iVBORw0KGgo='

describe('an image', () => {
  it.each([
    ['a.webp', 'RIFF\x10\0\0\0WEBPVP8 ', 'is a WebP image'],
    ['a.heic', '\0\0\0\x18ftypheic', 'is a HEIC image'],
    ['a.gif', 'GIF89a', 'is a GIF image'],
    ['a.svg', '<?xml version="1.0"?>\n<svg xmlns="x">', 'is an SVG drawing'],
    ['empty.png', '', 'is empty'],
    ['text.png', 'no image at all', 'is no image'],
    ['cut.png', '\x89PN', 'is no image'],
  ])('is refused by name where the runtime would not read it: %s', async (name, bytes, says) => {
    const folder = emptyFolder()
    await writeFile(join(folder, name), Buffer.from(bytes, 'latin1'))
    const { exitCode, stderr, body } = await asked(['--image', join(folder, name)], seeing)
    expect({ exitCode, body }).toEqual({ exitCode: 2, body: undefined })
    expect(stderr).toContain(`${join(folder, name)} ${says}.`)
  })

  it('is sent where it is a JPEG, whatever its name', async () => {
    const folder = emptyFolder()
    await writeFile(join(folder, 'a.bin'), Buffer.from('ffd8ffe0', 'hex'))
    const { exitCode, body } = await asked(['--image', join(folder, 'a.bin')], seeing)
    expect({ exitCode, images: body.messages[0]?.images }).toEqual({ exitCode: 0, images: ['/9j/4A=='] })
  })

  it('is no address', async () => {
    const { exitCode, stderr } = await asked(['--image', 'http://127.0.0.1/a.png'], seeing)
    expect(exitCode).toBe(2)
    expect(stderr).toContain('http://127.0.0.1/a.png is an address, and nothing is fetched.')
  })

  it('is sent as base64 to a model that sees', async () => {
    const folder = emptyFolder()
    await writeFile(join(folder, 'a.png'), Buffer.from(png, 'base64'))
    const { exitCode, body } = await asked(['--image', join(folder, 'a.png')], seeing)
    expect({ exitCode, messages: body.messages }).toEqual({
      exitCode: 0,
      messages: [{ role: 'user', content: 'What is 6 × 7?', images: [png] }],
    })
  })

  it('is refused for a model that does not', async () => {
    const folder = emptyFolder()
    await writeFile(join(folder, 'a.png'), Buffer.from(png, 'base64'))
    const { exitCode, stdout, stderr, body } = await asked(['--image', join(folder, 'a.png')])
    expect({ exitCode, stdout, body }).toEqual({ exitCode: 2, stdout: '', body: undefined })
    expect(stderr).toContain('error: Model "magistral:24b" cannot see images.')
  })

  it('is refused where there is no such file', async () => {
    const { exitCode, stderr } = await asked(['--image', '/nowhere/a.png'], seeing)
    expect(exitCode).toBe(2)
    expect(stderr).toContain('/nowhere/a.png cannot be read')
  })
})

describe('thinking', () => {
  it.each([
    [[], true],
    [['--think'], true],
    [['--no-think'], false],
    [['--think', 'high'], 'high'],
    [['--think=low'], 'low'],
  ])('is asked for as told, where the model lists it: %j', async (args, think) => {
    const { exitCode, body } = await asked([...args, '--quiet'])
    expect({ exitCode, think: body['think'] }).toEqual({ exitCode: 0, think })
  })

  it.each([[[]], [['--no-think']], [['--think']]])(
    'is not mentioned to a model that does not list it: %j',
    async (args) => {
      const { exitCode, body, stderr } = await asked([...args, '--quiet'], plain)
      expect({ exitCode, mentions: 'think' in body }).toEqual({ exitCode: 0, mentions: false })
      expect(stderr.includes('does not list the capability "thinking"')).toBe(args.includes('--think'))
    },
  )

  it('may be asked for in front of the prompt', async () => {
    const { exitCode, body } = await asked(['--think'])
    expect({ exitCode, think: body['think'], prompt: body.messages[0]?.content }).toEqual({
      exitCode: 0,
      think: true,
      prompt: 'What is 6 × 7?',
    })
  })

  it('has no other levels', async () => {
    const { exitCode, stderr } = await asked(['--think', 'hgih'])
    expect(exitCode).toBe(2)
    expect(stderr).toContain('error: --think is "hgih".')
  })
})

describe('the system text', () => {
  it('is replaced by --system, with a warning where thinking depends on it', async () => {
    const { body, stderr } = await asked(['--system', 'Be brief.'])
    expect(body.messages[0]).toEqual({ role: 'system', content: 'Be brief.' })
    expect(stderr).toContain(
      'warning: --system replaces the text that makes magistral:24b think: it may answer without thinking.',
    )
  })

  it('keeps what the model brings in front of the note of a preset', async () => {
    const { body } = await asked(['--preset', 'steady'])
    expect(body.messages).toEqual([
      {
        role: 'system',
        content: expect.stringMatching(
          /^Draft your thinking inside <think> and <\/think>, then answer\.\n\n\S/,
        ),
      },
      { role: 'user', content: 'What is 6 × 7?' },
    ])
  })
})

describe('options of the runtime', () => {
  it('are sent over those of the preset', async () => {
    const { body } = await asked([
      '-o',
      'temperature=0.3',
      '-o',
      'num_ctx=8192',
      '-o',
      'stop=["END"]',
      '--max-tokens',
      '99',
    ])
    expect(body.options).toMatchObject({
      temperature: 0.3,
      top_p: 0.95,
      num_ctx: 8_192,
      num_predict: 99,
      stop: ['END'],
    })
  })

  it('are the same for the load request, which comes first', async () => {
    const { body, requests } = await asked(['-o', 'num_ctx=8192', '--seed', '5'])
    const [load] = requests.filter(({ path }) => path === '/api/chat')
    const { messages: _messages, stream: _stream, options, ...rest } = body
    const { seed: _seed, ...unseeded } = options
    expect(load?.body).toEqual({ ...rest, messages: [], stream: false, options: unseeded })
  })

  it.each([
    ['temprature=0.3', 'Unknown option "temprature".', 'Did you mean "temperature"?'],
    ['temperature=warm', 'Option temperature is "warm".', 'Give it a number from 0 to 5.'],
    ['temperature', 'Option "temperature" is not key=value.', 'Write for example -o temperature=0.6.'],
    ['num_predict=5', 'Option "num_predict" has a flag of its own.', 'Use --max-tokens 5'],
    ['seed=5', 'Option "seed" has a flag of its own.', 'Use --seed 5'],
    ['mirostat=1', 'Option "mirostat" is ignored by the runtime', 'Leave it out.'],
  ])('are refused before anything is sent: -o %s', async (option, message, fix) => {
    const { exitCode, stdout, stderr, requests } = await asked(['-o', option])
    expect({ exitCode, stdout, requests }).toEqual({ exitCode: 2, stdout: '', requests: [] })
    expect(stderr).toContain(`error: ${message}`)
    expect(stderr).toContain(fix)
  })
})

it.each([
  [['--timeout', '30'], '--timeout is "30".'],
  [['--idle-timeout', '1.5'], '--idle-timeout is "1.5".'],
  [['--first-part-timeout', '0s'], '--first-part-timeout is "0s".'],
  [['--seed', '-1'], '--seed is "-1".'],
  [['--seed', '2147483648'], '--seed is "2147483648".'],
  [['--max-tokens', '0'], '--max-tokens is "0".'],
  [['--answer', 'nmber'], '--answer is "nmber".'],
  [['--on-trip', 'wait'], '--on-trip is "wait".'],
  [['--preset', 'warm'], 'warm'],
  [['--profile', 'rtx4090'], 'rtx-4090'],
  [['--answer', 'choice', '--options', 'only'], '"only" gives 1 options.'],
  [['--host', 'ftp://x'], 'begins with "ftp://"'],
  [['--max-attempts', 'x'], '--max-attempts is "x".'],
  [['--no-such-flag'], 'unknown option'],
])('refuses %j before anything is sent', async (args, message) => {
  const { exitCode, stdout, stderr, requests } = await asked(args)
  expect({ exitCode, stdout, requests }).toEqual({ exitCode: 2, stdout: '', requests: [] })
  expect(stderr).toContain(message)
})

it('names a bad variable of the environment, and a bad key of a configuration file by its line', async () => {
  const { exitCode, stderr } = await asked([], undefined, { MAGI_TIMEOUT: '30' })
  expect(exitCode).toBe(2)
  expect(stderr).toContain('error: MAGI_TIMEOUT is "30".')

  const cwd = emptyFolder()
  await writeFile(join(cwd, 'magi.json'), '{\n  "timout": "30s"\n}\n')
  const { run } = await cliWith()
  const result = await run(['ask', 'x'], { cwd })
  expect(result.exitCode).toBe(2)
  expect(result.stderr).toContain(`${join(cwd, 'magi.json')}:2`)
  expect(result.stderr).toContain('timout')
  expect(result.stderr).toContain('Did you mean "timeout"?')
})

it('warns where prompt and output may not fit, and where the window is more than the model was trained with', async () => {
  const { stderr, body } = await asked(['-o', 'num_ctx=65536', '--max-tokens', '40959'])
  expect(body.options).toMatchObject({ num_ctx: 40_960, num_predict: 40_959 })
  expect(stderr).toContain(
    'warning: The window of 65536 tokens is more than magistral:24b was trained with: 40960 are used.',
  )
  expect(stderr).toContain('(about 36 tokens) and 40959 tokens of output may not fit the window of 40960')
})

it('shows settings with their sources, and rates in the names of the runtime, under --verbose', async () => {
  const { stdout, stderr } = await asked(['--verbose', '--seed', '7'], undefined, { MAGI_TIMEOUT: '20m' })
  expect(stdout).toBe('42\n')
  for (const line of [
    'seed:                 7 (--seed)',
    'timeout:              1200000 (MAGI_TIMEOUT)',
    'options.temperature:  0.7 (preset balanced)',
    'options.num_ctx:      40960 (profile default)',
    'total duration:       1.200 s',
    'load duration:        0.002 s',
    'prompt eval count:    21',
    'prompt eval duration: 0.030 s',
    'eval count:           2 (0 thinking, counted by the runtime)',
  ])
    expect(stderr.split('\n')).toContain(line)
})

it.each([
  ['--temperature', '0.5', 'write -o temperature=VALUE'],
  ['--num-ctx=8192', 'x', 'write -o num_ctx=VALUE'],
  ['--keep-alive', '0', 'write MAGI_KEEP_ALIVE=30m, or "keep_alive" of the profile'],
  ['--format', 'json', 'write --schema FILE'],
])('%s, which is no flag, is pointed to where it is said', async (flag, value, says) => {
  const { exitCode, stderr, body } = await asked([flag, value])
  expect({ exitCode, body }).toEqual({ exitCode: 2, body: undefined })
  expect(stderr).toContain(`error: unknown option '${flag}'`)
  expect(stderr).toContain(`(${says})`)
})
