import { X509Certificate } from 'node:crypto'
import { Agent as HttpsAgent } from 'node:https'
import * as tls from 'node:tls'
import { UsageError } from '../ground/errors.ts'

/** How hosts are reached that were named: what a gateway in front of them asks for. Sent to these hosts alone. */
export interface HostAccess {
  /** Sent with every request, by their names in lower case. Never to be shown or written. */
  readonly headers?: Readonly<Record<string, string>>
  /** Certificates in PEM that vouch for the hosts, beside those that this machine trusts. */
  readonly ca?: string
}

/** Shorter values are words that a text may hold by chance. */
const shortestSecret = 6

/** What stands in place of a value that must not be shown. */
const hidden = '[hidden]'

/**
 * A text of the other side without the values of the headers that were sent there: a gateway may tell them back in its errors.
 */
export function withoutHeaderValues(
  text: string,
  headers: Readonly<Record<string, string>> | undefined,
): string {
  let shown = text
  for (const value of Object.values(headers ?? {})) {
    for (const secret of new Set([value, ...value.split(/\s+/)]))
      if (secret.length >= shortestSecret) shown = shown.replaceAll(secret, hidden)
  }
  return shown
}

/** Connections that trust further certificates; one for each request, as all others are. */
export function agentTrusting(ca: string): HttpsAgent {
  // What Node trusts by itself is no longer looked at once a list is given. Versions before 22.15 do not tell all of it.
  const { getCACertificates } = tls as { getCACertificates?: (type: 'default') => string[] }
  const trusted = getCACertificates?.('default') ?? tls.rootCertificates
  return new HttpsAgent({ keepAlive: false, ca: [...trusted, ca] })
}

/** @throws UsageError for a text that holds no certificate in PEM. */
export function requireCertificates(text: string, source: string): string {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? []
  try {
    for (const block of blocks) new X509Certificate(block)
    if (blocks.length > 0) return blocks.join('\n')
  } catch (cause) {
    throw new UsageError(`${source} holds a certificate that cannot be read.`, { fix: pemFix, cause })
  }
  throw new UsageError(`${source} holds no certificate.`, { fix: pemFix })
}

const pemFix =
  'Name a file with the certificate that signed the one of the host, in PEM: it begins with -----BEGIN CERTIFICATE-----.'
