import { isIP } from 'node:net'
import { withoutCredentials } from '../ground/address.ts'
import { UsageError } from '../ground/errors.ts'

/** Where a runtime listens. */
export interface Host {
  /** `scheme://host:port/path`, with the port always written, no slash at the end, and no credentials. Safe to show. */
  readonly url: string
  /** Value of the `Authorization` header, where the address held credentials. Never to be shown or written. */
  readonly authorization?: string
}

const defaultPort = { none: '11434', http: '80', https: '443' } as const

/**
 * Reads an address the way the runtime reads `OLLAMA_HOST`.
 *
 * Spaces and quotes round it are dropped. Without a scheme: http, and port 11434 unless one is written; `http://` means port 80,
 * `https://` 443, and a bare `ollama.com` https. IPv6 may stand without brackets, and a path is kept. `0.0.0.0` and `::` say where a server listens; a client goes to the loopback address instead.
 * Source: `Host` and `ConnectableHost` in Ollama's envconfig/config.go. Added here: credentials (`user:password@`) go into a header, and a port
 * that is none is refused, where the runtime takes its default one: what listens there may be another runtime.
 *
 * @param text - The address; '' is the runtime's default.
 * @throws UsageError for another scheme than http and https, for what cannot be a host name, a port that is none, and a query; it shows no
 *   credentials.
 */
export function parseHost(text: string): Host {
  const trimmed = trimQuotes(text.trim()).trim()
  const schemeEnd = trimmed.indexOf('://')
  const named = schemeEnd === -1 ? undefined : trimmed.slice(0, schemeEnd).toLowerCase()
  const isCloud = trimmed === 'ollama.com'
  const scheme = named ?? (isCloud ? 'https' : 'http')
  if (scheme !== 'http' && scheme !== 'https') {
    throw new UsageError(`The host "${withoutCredentials(trimmed)}" begins with "${scheme}://".`, {
      fix: 'Use http:// or https://, or leave it out.',
    })
  }
  const fallbackPort = defaultPort[isCloud ? 'https' : named === undefined ? 'none' : scheme]

  const rest = schemeEnd === -1 ? trimmed : trimmed.slice(schemeEnd + 3)
  const slash = rest.indexOf('/')
  const authority = slash === -1 ? rest : rest.slice(0, slash)
  const path = slash === -1 ? '' : rest.slice(slash)
  if (path.includes('@')) {
    throw new UsageError('The host holds a "@" behind a "/".', {
      fix: 'In a user name or password, write "/" as %2F and "@" as %40.',
    })
  }
  if (/[?#]/.test(rest) || rest.includes('://')) {
    throw new UsageError(
      `"${withoutCredentials(trimmed.replace(/[?#].*$/s, ''))}" is followed by a query, or holds two addresses.`,
      {
        fix: 'Name scheme, host, port and path alone, as https://example.com/ollama.',
      },
    )
  }
  const at = authority.lastIndexOf('@')
  const { host, port } = splitHostPort(authority.slice(at + 1))
  const url = asUrl(`${scheme}://${host}`, trimmed)
  if (port !== '' && !isPort(port)) {
    throw new UsageError(`The port "${port}" of the host is none.`, {
      fix: 'Write a number from 1 to 65535, as 127.0.0.1:11434, or leave it out.',
    })
  }
  const hostname = connectable[url.hostname] ?? url.hostname
  return {
    url: `${scheme}://${hostname}:${port === '' ? fallbackPort : Number(port)}${cleanPath(path)}`,
    ...(at > 0 ? { authorization: basic(authority.slice(0, at)) } : {}),
  }
}

/** Addresses that a server listens on but no client can go to. */
const connectable: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '[::]': '[::1]' }

function trimQuotes(text: string): string {
  return text.replace(/^["']+|["']+$/g, '')
}

/** Host and port as Go's `net.SplitHostPort` sees them; where that fails, the whole is the host. */
function splitHostPort(text: string): { host: string; port: string } {
  const match = /^(?:\[([^[\]]*)\]|([^:[\]]*)):([^:]*)$/.exec(text)
  const host = match === null ? text.replace(/^\[|\]$/g, '') : (match[1] ?? match[2] ?? '')
  if (host === '') return { host: '127.0.0.1', port: match?.[3] ?? '' }
  // A name in brackets is no host name: left as it is, and refused by the URL parser.
  if (match === null && isIP(host) === 0) return { host: text, port: '' }
  return { host: isIP(host) === 6 ? `[${host}]` : host, port: match?.[3] ?? '' }
}

function isPort(text: string): boolean {
  return /^\+?\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535
}

function cleanPath(path: string): string {
  const pathname = new URL(path, 'http://x').pathname
  return pathname.replace(/\/+$/, '')
}

function asUrl(address: string, text: string): URL {
  try {
    return new URL(address)
  } catch (cause) {
    throw new UsageError(`"${withoutCredentials(text)}" is not the address of a host.`, {
      fix: 'Write it like 127.0.0.1:11434, [::1]:11434, gpu-box or https://example.com/ollama.',
      cause,
    })
  }
}

function basic(credentials: string): string {
  const decoded = credentials.includes(':') ? credentials : `${credentials}:`
  return `Basic ${Buffer.from(percentDecoded(decoded)).toString('base64')}`
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * Whether the host of an address, as `parseHost` gives it, is this machine: 127.0.0.0/8, ::1, or `localhost`. Of other names it is not known
 * where they lead.
 */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url)
  return (
    hostname === 'localhost' ||
    hostname === '[::1]' ||
    /^(?:127(?:\.\d{1,3}){3}|\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\])$/.test(hostname)
  )
}
