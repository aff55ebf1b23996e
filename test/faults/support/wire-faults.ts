import {
  after,
  end,
  errorReply,
  halfClose,
  headersNow,
  hold,
  json,
  type Reply,
  reset,
  type Step,
  send,
  stall,
  stream,
} from '../../support/scripted-reply.ts'
import { textLine, wireJson, wireLine } from '../../support/wire-lines.ts'
import type { Fault, Rest } from './phase.ts'

const mebibyte = send(Buffer.alloc(1024 * 1024, 'x'))
const page = (text: string) => `<!DOCTYPE html>\n<html><body><h1>${text}</h1></body></html>\n`
const raw = (...steps: Step[]): Reply => ({ status: 'raw', steps })
const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nConnection: close\r\n\r\n'
const sends = (...texts: (string | Uint8Array)[]) => texts.map((text) => send(text))

function html(status: number, text: string): Reply {
  return { status, headers: { 'content-type': 'text/html' }, steps: [send(page(text)), end] }
}

/** One byte a second. */
function trickle(text: string, { clock }: Rest): Step[] {
  return [...Buffer.from(text)].flatMap((byte) => [after(clock, 1_000), send(Uint8Array.of(byte))])
}

/** The rest of a sample with its last line changed. */
function lastLine({ lines }: Rest, change: (fields: Record<string, unknown>) => unknown): Step[] {
  const last = lines.at(-1)
  if (last === undefined) return [end]
  const changed = change(JSON.parse(last) as Record<string, unknown>)
  return sends(...lines.slice(0, -1), typeof changed === 'string' ? changed : wireLine(changed)).concat(end)
}

const only = (name: string, begin: () => Reply): Fault => ({ name, begin })
const says = (name: string, ...texts: (string | Uint8Array)[]): Fault => ({
  name,
  middle: () => [...sends(...texts), end],
})

/** What goes wrong between us and the runtime, or in what it says. */
export const wireFaults: readonly Fault[] = [
  { name: 'connection reset', begin: () => raw(reset), middle: () => [reset] },
  { name: 'half-close', begin: () => raw(end), middle: () => [halfClose] },
  only('headers, then reset', () => stream(headersNow, reset)),
  {
    name: 'runtime stops for good',
    begin: () => raw(hold(), reset),
    middle: () => [hold(), reset],
    runtime: 'stops',
  },
  {
    name: 'runtime restarts',
    begin: () => raw(hold(), reset),
    middle: () => [hold(), reset],
    runtime: 'restarts',
  },
  { name: 'stall', middle: () => [stall] },
  { name: 'headers, then stall', begin: () => stream(headersNow, stall) },
  {
    name: 'slow headers (4 min)',
    begin: ({ lines, clock }) =>
      raw(
        ...sends(head.slice(0, 9)),
        after(clock, 120_000),
        ...sends(head.slice(9, -2)),
        after(clock, 120_000),
        ...sends('\r\n', ...lines),
        end,
      ),
    bringsRest: true,
  },
  {
    name: 'trickle (one byte a second)',
    begin: (rest) => raw(...trickle(head + rest.lines.join(''), rest), end),
    middle: (rest) => [...trickle(rest.lines.join(''), rest), end],
    bringsSome: true,
  },
  {
    name: 'slow, but alive (a line every 110 s)',
    middle: ({ lines, clock }) => [...lines.flatMap((line) => [after(clock, 110_000), send(line)]), end],
    bringsRest: true,
  },
  { name: 'no HTTP', begin: () => raw(send('SSH-2.0-OpenSSH_9.6\r\n'), end) },
  {
    name: 'garbage bytes',
    middle: () => [send(Uint8Array.from({ length: 256 }, (_, at) => (at * 167) % 256)), end],
  },
  says('invalid UTF-8', '{"message":{"content":"', Uint8Array.of(0xc3, 0x28), '"},"done":false}\n'),
  says('text that is no JSON', 'slot 3 | processing task\n'),
  says('JSON that is no object', '[1, 2]\n'),
  says('another protocol', 'data: {"choices":[{"delta":{"content":"4"}}]}\n'),
  {
    name: 'a line of 50 MB',
    middle: () => [...Array.from({ length: 50 }, () => mebibyte), send('\n'), end],
    timeStands: true,
  },
  {
    name: 'a line without end',
    middle: () => Array.from({ length: 1_000 }, () => mebibyte),
    timeStands: true,
  },
  says('an end inside a line', '{"message":{"role":"assis'),
  says('an empty stream, or no further line'),
  says('blank lines only', '\n\r\n  \n'),
  {
    name: '`done` twice',
    middle: ({ lines }) => [...sends(...lines, ...lines.slice(-1), ...lines.slice(-1)), end],
    bringsRest: true,
  },
  {
    name: 'parts after `done`',
    middle: ({ lines }) => [
      ...sends(...lines, textLine({ thinking: 'more' }), textLine({ text: '41' })),
      reset,
    ],
    bringsRest: true,
  },
  {
    name: 'only the fields that are needed',
    middle: (rest) => lastLine(rest, () => ({ done: true })),
    bringsRest: true,
  },
  says('a line of none of the known fields', '{"model":"magistral"}\n'),
  says('wrong types: content is a number', '{"message":{"role":"assistant","content":42},"done":false}\n'),
  says('wrong types: message is a list', '{"message":["4"],"done":false}\n'),
  {
    name: 'wrong types: counts are texts',
    middle: (rest) =>
      lastLine(rest, (fields) => ({
        ...fields,
        eval_count: '7',
        prompt_eval_count: null,
        eval_duration: [],
      })),
    bringsRest: true,
  },
  {
    name: 'negative counts and durations',
    middle: (rest) =>
      lastLine(rest, (fields) => ({
        ...fields,
        eval_count: -7,
        prompt_eval_count: -1,
        eval_duration: -(2 ** 63),
      })),
    bringsRest: true,
  },
  {
    name: 'counts beyond all bounds',
    middle: (rest) =>
      lastLine(
        rest,
        (fields) =>
          `${wireJson({ ...fields, eval_count: 0 }).replace('"eval_count":0', '"eval_count":1e999')}\n`,
      ),
    bringsRest: true,
  },
  {
    name: 'NaN as a count',
    middle: (rest) =>
      lastLine(
        rest,
        (fields) =>
          `${wireJson({ ...fields, eval_count: 0 }).replace('"eval_count":0', '"eval_count":NaN')}\n`,
      ),
    bringsRest: true,
  },
  {
    name: 'an unknown way to be done',
    middle: (rest) => lastLine(rest, (fields) => ({ ...fields, done_reason: 'load' })),
    bringsRest: true,
  },
  says(
    'an error line',
    wireLine({ error: 'an error was encountered while running the model: unexpected EOF' }),
  ),
  says('an error line that will not pass', wireLine({ error: 'option "top_k" must be of type integer' })),
  only('400 as HTML', () => html(400, 'Bad Request')),
  only('401 of a proxy', () => html(401, 'Who are you?')),
  only('403 without a text', () => ({ status: 403, steps: [end] })),
  only('404: the model was removed', () => errorReply(404, "model 'magistral:24b' not found")),
  only('400: the prompt is too long', () => errorReply(400, 'the input length exceeds the context length')),
  only('429 of a gateway', () => html(429, 'Too Many Requests')),
  only('524 of a gateway', () => html(524, 'A timeout occurred')),
  only('500: an option is refused', () => errorReply(500, 'option "top_k" must be of type integer')),
  only('500: the model does not load', () =>
    errorReply(500, 'llama-server process has terminated: signal: killed'),
  ),
  only('500 as HTML', () => html(500, 'Internal Server Error')),
  only('502 of a gateway', () => html(502, 'Bad Gateway')),
  only('503: the queue is full', () =>
    errorReply(503, 'server busy, please try again.  maximum pending requests exceeded'),
  ),
  only('307, a redirect', () => ({
    status: 307,
    headers: { location: 'https://login.example/?next=x' },
    steps: [end],
  })),
  only('200 as HTML', () => html(200, 'Log in')),
  only('204, no content', () => ({ status: 204, steps: [end] })),
  only('200, one object that is not done', () =>
    json({ message: { role: 'assistant', content: '' }, done: false }),
  ),
]
