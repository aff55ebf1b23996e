import type { IncomingHttpHeaders } from 'node:http'
import { isSameText } from '../ground/same-text.ts'

/** Who may come in. */
export interface DoorTerms {
  /** The host part of the address that is listened at. */
  readonly boundTo: string
  /** What every request must carry; absent on loopback. */
  readonly token?: string | undefined
  /** Names beside those of this machine that a request may be sent to. */
  readonly hosts: readonly string[]
  /** Origins of web pages beside those of this machine that may ask. */
  readonly origins: readonly string[]
}

/** Why a request is turned away. */
export interface TurnedAway {
  readonly status: 401 | 403
  readonly message: string
}

/**
 * Looks at who asks, before anything is read of what. A name that leads to this machine by somebody else's DNS is no name of it; a page of
 * another site may not ask, even one whose origin is the host that the request names, since that is what such a name looks like.
 */
export class Door {
  readonly #terms: DoorTerms
  readonly #isLoopback: boolean

  constructor(terms: DoorTerms) {
    this.#terms = terms
    this.#isLoopback = isOwnName(terms.boundTo)
  }

  /** A request to a name that is not of this machine; a token makes the name harmless, since no page knows it. */
  hostRefused({ host }: IncomingHttpHeaders): TurnedAway | undefined {
    if (!this.#isLoopback) return undefined
    const name = nameOf(host)
    if (name !== undefined && (isOwnName(name) || this.#terms.hosts.includes(name))) return undefined
    return {
      status: 403,
      message: 'The request names a host that is not this machine. Allow its name: magi serve --allow-host.',
    }
  }

  originRefused(headers: IncomingHttpHeaders): TurnedAway | undefined {
    const { origin } = headers
    const isForeign =
      origin === undefined
        ? headers['sec-fetch-site'] === 'cross-site' || headers['sec-fetch-site'] === 'same-site'
        : !this.mayAsk(origin)
    if (!isForeign) return undefined
    return {
      status: 403,
      message: 'A web page of another site asks. Allow its origin: magi serve --allow-origin.',
    }
  }

  /** Whether pages of an origin may ask. */
  mayAsk(origin: string): boolean {
    return this.#terms.origins.includes(origin) || isLocalOrigin(origin)
  }

  tokenRefused(headers: IncomingHttpHeaders): TurnedAway | undefined {
    const { token } = this.#terms
    if (token === undefined) return undefined
    const [, bearer] = /^bearer +(.+)$/i.exec(headers.authorization ?? '') ?? []
    const given = bearer ?? headers['x-api-key']
    if (typeof given === 'string' && isSameText(given.trim(), token)) return undefined
    return { status: 401, message: 'A token is needed: send it as Authorization: Bearer.' }
  }
}

/** Schemes of programs on this machine that show pages of their own. */
const programSchemes = new Set(['app:', 'file:', 'tauri:', 'vscode-webview:', 'vscode-file:'])

function isLocalOrigin(origin: string): boolean {
  try {
    const { protocol, hostname } = new URL(origin)
    if (programSchemes.has(protocol)) return true
    return (protocol === 'http:' || protocol === 'https:') && isOwnName(hostname)
  } catch {
    return false
  }
}

/** The name of a Host header, without its port. */
function nameOf(host: string | undefined): string | undefined {
  if (host === undefined) return undefined
  const [, name] = /^(\[[\da-f:.]+\]|[^:[\]/@\\?#\s]+)(?::\d{1,5})?$/i.exec(host) ?? []
  return name?.toLowerCase()
}

/** Whether a name or an address is one of this machine whatever a DNS says. */
export function isOwnName(name: string): boolean {
  const plain = name.toLowerCase().replace(/^\[|\]$/g, '')
  return (
    plain === 'localhost' ||
    plain.endsWith('.localhost') ||
    plain === '::1' ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(plain)
  )
}
