import { Buffer } from 'node:buffer'
import { randomBytes } from 'node:crypto'
import { type Child, type ChildEnd, startChild } from './child-process.ts'
import { type Frame, frameSchema, type Ready, readySchema } from './frame-schema.ts'
import { harnessFolder, type InterpreterPlan, interpreterCommand } from './interpreter-command.ts'
import type { ProgramInput } from './sandbox.ts'

/** A program, and where to begin among its inputs. */
export interface InterpreterJob {
  readonly program: string
  readonly inputs: readonly ProgramInput[]
  readonly first: number
  readonly mostOutputBytes: number
}

/** One interpreter, in a process of its own, for one job. */
export interface Interpreter {
  readonly child: Child
  /** What it says of itself, or how it ended before it could. */
  readonly ready: Promise<Ready | ChildEnd>
  /** Gives it its job. Each frame that bears the nonce is passed on; nothing else is heard. */
  begin(job: InterpreterJob, onFrame: (frame: Frame) => void): void
}

/** A line of a frame: a value of 4 MB of text, escaped, and what was printed. What is longer is none. */
const mostLineBytes = 64 * 2 ** 20
const endOfLine = 10

/** Starts an interpreter. It loads by itself, and waits for a job. */
export function startInterpreter(plan: InterpreterPlan): Interpreter {
  let whenReady: (ready: Ready) => void = () => {}
  const said = new Promise<Ready>((resolve) => {
    whenReady = resolve
  })
  let onLine = (line: string): void => {
    const text = line.startsWith('ready ') ? line.slice('ready '.length) : ''
    const ready = readySchema.safeParse(jsonOf(text))
    if (ready.success) whenReady(ready.data)
  }
  let pieces: Buffer[] = []
  let length = 0
  const child = startChild(interpreterCommand(plan, 'run'), harnessFolder(), (bytes) => {
    let rest = bytes
    for (let end = rest.indexOf(endOfLine); end >= 0; end = rest.indexOf(endOfLine)) {
      pieces.push(rest.subarray(0, end))
      const line = Buffer.concat(pieces)
      pieces = []
      length = 0
      rest = rest.subarray(end + 1)
      onLine(line.toString('utf8'))
    }
    pieces.push(rest)
    length += rest.length
    if (length > mostLineBytes) {
      child.kill()
      pieces = []
      length = 0
    }
  })
  child.hold(false)
  return {
    child,
    ready: Promise.race([said, child.ended]),
    begin(job, onFrame) {
      child.hold(true)
      const nonce = randomBytes(32).toString('hex')
      onLine = (line) => {
        if (!line.startsWith(`${nonce} `)) return
        const frame = frameSchema.safeParse(jsonOf(line.slice(nonce.length + 1)))
        if (frame.success) onFrame(frame.data)
      }
      child.write(`${JSON.stringify({ nonce, ...job })}\n`)
    },
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
