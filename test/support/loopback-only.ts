import dgram from 'node:dgram'
import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'

/** Something reached for a network that no test may reach. */
export class BeyondLoopbackError extends Error {
  readonly code = 'beyond-loopback'

  constructor(what: string) {
    super(`A test reached beyond loopback: ${what}.`)
    this.name = 'BeyondLoopbackError'
  }
}

/** What was reached for since the last look; kept aside, since the code under test may turn the error into a value. */
let reached: string[] = []

/** What was reached for since the last look. */
export function takeReached(): readonly string[] {
  const taken = reached
  reached = []
  return taken
}

/** The host of tests on a live runtime, if one is named; nothing else beyond loopback is. */
const liveHost = liveHostName(process.env['MAGI_LIVE_HOST'])

function liveHostName(host: string | undefined): string | undefined {
  if (host === undefined || host === '') return undefined
  return new URL(host.includes('://') ? host : `http://${host}`).hostname.replace(/^\[|\]$/g, '')
}

function isAllowed(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase()
  return name === 'localhost' || name === liveHost || /^(?:::ffff:)?127(?:\.\d+){3}$|^::1$/.test(name)
}

function refuse(what: string): never {
  reached.push(what)
  throw new BeyondLoopbackError(what)
}

/** The first arguments of a connect: `(options)`, `(port, host?)`, `(path)`, or the array that Node makes of them. */
function hostOf(given: readonly unknown[]): string {
  const [first, second] = Array.isArray(given[0]) ? given[0] : given
  if (typeof first === 'object' && first !== null) {
    const { host, path } = first as { host?: string; path?: string | null }
    return typeof path === 'string' ? 'localhost' : (host ?? 'localhost')
  }
  const isPath = typeof first === 'string' && !/^\d+$/.test(first)
  return !isPath && typeof second === 'string' ? second : 'localhost'
}

type Method = (this: unknown, ...given: unknown[]) => unknown

/** Puts a look at the arguments before a method. */
function before(owner: object, name: string, look: (given: readonly unknown[]) => void): void {
  const methods = owner as Record<string, Method | undefined>
  const method = methods[name]
  if (method === undefined) return
  methods[name] = function (...given) {
    look(given)
    return method.apply(this, given)
  }
}

before(net.Socket.prototype, 'connect', (given) => {
  const host = hostOf(given)
  if (!isAllowed(host)) refuse(`a connection to ${host}`)
})
before(dgram.Socket.prototype, 'connect', ([, host]) => {
  if (typeof host === 'string' && !isAllowed(host)) refuse(`a datagram socket to ${host}`)
})
before(dgram.Socket.prototype, 'send', (given) => {
  const host = given.slice(1).find((each) => typeof each === 'string')
  if (typeof host === 'string' && !isAllowed(host)) refuse(`a datagram to ${host}`)
})
for (const owner of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype]) {
  // A resolver inherits its queries.
  for (let from: object = owner; from !== Object.prototype; from = Object.getPrototypeOf(from)) {
    for (const name of Object.getOwnPropertyNames(from).filter((key) =>
      /^(?:lookup|resolve|reverse)/.test(key),
    )) {
      before(from, name, ([host]) => {
        // An address needs no query; connecting to it is looked at above.
        if (typeof host === 'string' && net.isIP(host) === 0 && !isAllowed(host))
          refuse(`a DNS query for ${host}`)
      })
    }
  }
}
syncBuiltinESMExports()

/** Fails a test that reached beyond loopback, also where the code under test took the error for an ending. */
export function failIfReached(): void {
  const [first] = takeReached()
  if (first !== undefined) throw new BeyondLoopbackError(first)
}
