import { defined } from '../ground/defined.ts'
import {
  BusyError,
  type MagiError,
  ModelNotFoundError,
  RuntimeError,
  UnreachableError,
} from '../ground/errors.ts'
import { isPlainOnTls, tlsTrouble } from './connection-trouble.ts'
import { gatewayStatuses, statusFailure } from './failure.ts'
import { StatusError } from './http-fetch.ts'
import { ConnectionError } from './http-request.ts'
import { MalformedError } from './read-lines.ts'

/** A call took longer than its limit. */
export class LimitError extends Error {
  override readonly name = 'LimitError'
}

interface Call {
  readonly host: string
  readonly limitMs?: number | undefined
  /** The model asked about: a 404 means that it is not there. */
  readonly model?: string | undefined
}

/** What stops a command, for trouble in a call that is no draw; anything unknown is given back as it is. */
export function callError(error: unknown, call: Call): unknown {
  const { host, limitMs } = call
  if (error instanceof LimitError) {
    return new UnreachableError(`The runtime at ${host} did not answer within ${limitMs} ms.`, {
      fix: 'Look whether it is busy or stuck (ollama ps), or start it anew.',
      cause: error,
    })
  }
  if (error instanceof ConnectionError) {
    const trouble = tlsTrouble(error)
    if (trouble !== undefined) {
      return new UnreachableError(`The runtime at ${host} cannot be spoken to: ${trouble.text}.`, {
        fix: trouble.fix,
        cause: error,
      })
    }
    return new UnreachableError(`No runtime answers at ${host}: ${error.message}.`, {
      fix: 'Start it (ollama serve), or name its address by --host or OLLAMA_HOST.',
      cause: error,
    })
  }
  if (error instanceof MalformedError) return notTheRuntime(host, error.message, error)
  return error instanceof StatusError ? ofStatus(error, call) : error
}

/** Something answers, but not Ollama. */
export function notTheRuntime(host: string, text: string, cause?: unknown): UnreachableError {
  const [, end] = /(\/(?:v1|api)(?:\/.*)?)$/.exec(new URL(host).pathname) ?? []
  return new UnreachableError(`${host} answers, but is not an Ollama server: ${text}.`, {
    fix:
      end === undefined
        ? 'Check the address (--host, OLLAMA_HOST) and what stands between: a proxy, a login page, another program.'
        : `Leave "${end}" out of the address: Magi adds the paths itself.`,
    cause,
  })
}

function ofStatus(error: StatusError, { host, model }: Call): MagiError {
  const { status, body } = error.refusal
  const { end, text: said, foreignText, retryAfterMs } = statusFailure(error.refusal)
  const { code } = end
  if (isPlainOnTls(status, body)) {
    return new UnreachableError(`The runtime at ${host} cannot be spoken to: it speaks TLS on this port.`, {
      fix: 'Write https:// in place of http://.',
      cause: error,
    })
  }
  // A runtime answers what is asked of itself. Versions before 0.12.6 put only errors about models under 200.
  if (status === 200 && model === undefined) return notTheRuntime(host, said, error)
  if (status === 404 && model !== undefined && /not found/i.test(body) && body.trimStart().startsWith('{')) {
    return new ModelNotFoundError(`Model "${model}" is not installed at ${host}.`, {
      fix: `See what is installed by: ollama list. Or run: ollama pull ${model}`,
      cause: error,
    })
  }
  if (code === 'malformed' || status === 404 || status === 405) return notTheRuntime(host, said, error)
  const text = foreignText ?? said
  if (gatewayStatuses.has(status) && foreignText !== undefined) {
    return new UnreachableError(
      `The gateway at ${host} has no runtime behind it (HTTP ${status}): ${text}.`,
      {
        fix: 'Start the runtime that it stands for, or name its own address by --host or OLLAMA_HOST.',
        cause: error,
      },
    )
  }
  if (code === 'busy') {
    return new BusyError(`The runtime at ${host} is busy (HTTP ${status}): ${text}`, {
      fix: 'Try again when other programs are done with it, or start it with a longer queue (OLLAMA_MAX_QUEUE).',
      cause: error,
      ...defined({ retryAfterMs }),
    })
  }
  return new RuntimeError(`The runtime at ${host} refuses (HTTP ${status}): ${text}`, {
    fix: /memory|allocat/i.test(text)
      ? 'Ask for a smaller window (-o num_ctx=…), fewer slots, or take a smaller model.'
      : 'Look into the log of the runtime; magi doctor checks the rest.',
    cause: error,
  })
}
