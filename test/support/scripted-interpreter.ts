import type { Buffer } from 'node:buffer'
import type { Frame } from '../../src/sandbox/frame-schema.ts'
import type { Interpreter, InterpreterJob } from '../../src/sandbox/interpreter.ts'

/** An interpreter without a process, which does what a test says. */
export interface ScriptedInterpreter extends Interpreter {
  /** Its job, once it has one. */
  readonly job: InterpreterJob | undefined
  readonly isKilled: boolean
  say(frame: Frame): void
  /** Says that it is ready. */
  getReady(): void
  /** Ends as a process that somebody else has killed, or by itself. */
  end(signal?: string): void
}

/** A value as the harness tells it. */
export const told = (text: string) => ({ said: ['value', text] as ['value', string], printed: '' })

export function scriptedInterpreter(isReady = true): ScriptedInterpreter {
  let whenReady: Parameters<ConstructorParameters<typeof Promise<Awaited<Interpreter['ready']>>>[0]>[0]
  const ready = new Promise<Awaited<Interpreter['ready']>>((resolve) => {
    whenReady = resolve
  })
  let whenEnded: (end: { exitCode: number | null; signal: string | null; trouble: string }) => void
  const ended = new Promise<Awaited<Interpreter['child']['ended']>>((resolve) => {
    whenEnded = resolve
  })
  void ended.then((end) => whenReady(end))
  let hear: (frame: Frame) => void = () => {}
  const state = { job: undefined as InterpreterJob | undefined, isKilled: false }
  const getReady = () => whenReady({ network: false, pid: 1, mayRead: false, mayWrite: false })
  const end = (signal?: string) =>
    whenEnded({ exitCode: signal === undefined ? 0 : null, signal: signal ?? null, trouble: '' })
  if (isReady) getReady()
  return {
    child: {
      pid: undefined,
      write: (_: string | Buffer) => {},
      kill() {
        state.isKilled = true
        end('SIGKILL')
      },
      hold: () => {},
      ended,
    },
    ready,
    begin(job, onFrame) {
      state.job = job
      hear = onFrame
    },
    get job() {
      return state.job
    },
    get isKilled() {
      return state.isKilled
    },
    say: (frame) => hear(frame),
    getReady,
    end,
  }
}
