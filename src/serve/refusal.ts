import { exitCodes, MagiError } from '../ground/errors.ts'

/** What is said to a client that gets no answer. */
export interface Refusal {
  readonly status: number
  readonly message: string
  /** Seconds after which it may ask again; absent: asking again would cost as much and change nothing. */
  readonly retryAfterS?: number
}

/** A request that is refused by the endpoint itself. */
export class RefusedError extends MagiError {
  readonly code = 'refused-request'
  readonly exitCode = exitCodes.failed
  readonly status: number

  constructor(status: number, message: string, fix = '') {
    super(message, { fix })
    this.status = status
  }
}

/** Statuses of what stops a command, by the code of the error. */
const statuses: Readonly<Record<string, number>> = {
  usage: 400,
  'model-not-found': 404,
  busy: 503,
  unreachable: 502,
}

/** Seconds after which a full queue may have room. */
const retryAfterS = 5

/** What a client is told of anything thrown; what nobody expected is said without its inside. */
export function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof RefusedError)
    return { status: thrown.status, message: sentence(thrown.message, thrown.fix) }
  if (!(thrown instanceof MagiError)) return { status: 500, message: 'magi serve failed inside.' }
  const { code, message, fix } = thrown
  const status = statuses[code] ?? 500
  return { status, message: sentence(message, fix), ...(code === 'busy' ? { retryAfterS } : {}) }
}

function sentence(message: string, fix: string): string {
  return fix === '' ? message : `${message} ${fix}`
}

/** Headers of a refusal: clients that would send a request again by themselves are told whether that helps. */
export function refusalHeaders({ retryAfterS }: Refusal): Record<string, string> {
  return retryAfterS === undefined
    ? { 'x-should-retry': 'false' }
    : { 'retry-after': String(retryAfterS), 'x-should-retry': 'true' }
}
