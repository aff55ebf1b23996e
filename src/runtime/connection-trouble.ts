import type { ConnectionError } from './http-request.ts'

/** What is wrong with a connection that was refused or broke, in words, and what to set. */
export interface ConnectionTrouble {
  readonly text: string
  readonly fix: string
}

/** Codes of a certificate that nobody vouches for whom this machine trusts (Node's `tls`). */
const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
])

/** The trouble with TLS behind a failure, if there is any. */
export function tlsTrouble({
  code,
  message,
  stage,
}: Pick<ConnectionError, 'code' | 'message' | 'stage'>): ConnectionTrouble | undefined {
  if (untrusted.has(code)) {
    // Node 24 adds advice of its own behind a semicolon.
    const [reason = message] = message.split(';')
    return {
      text: `its certificate is not trusted here (${reason})`,
      fix: 'Name the file of the certificate that signed it (of itself, where it is self-signed), in PEM, by --ca, or for all programs by NODE_EXTRA_CA_CERTS.',
    }
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID')
    return { text: `its certificate is not valid now (${message})`, fix: 'Renew it, or set the clock.' }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return { text: 'its certificate is for another name', fix: 'Use the name that the certificate is for.' }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
    return /wrong version number|packet length too long|http request/i.test(message)
      ? { text: 'it does not speak TLS', fix: 'Write http:// in place of https://, or name its TLS port.' }
      : {
          text: `TLS could not be agreed on (${sslReason(message)})`,
          fix: 'Look which TLS versions it takes.',
        }
  }
  if (stage === 'waiting' && (code === 'ECONNRESET' || message === 'socket hang up')) {
    return {
      text: 'it took the request and closed the connection without a word',
      fix: 'Where it speaks TLS, write https:// in place of http://; else look at its log, or start it anew.',
    }
  }
  return undefined
}

/** What a server says, under 400, of plain HTTP on its TLS port (nginx, Go, Apache). */
export function isPlainOnTls(status: number, body: string): boolean {
  return (
    status === 400 &&
    /plain HTTP request was sent to HTTPS|HTTP request to an HTTPS server|speaking plain HTTP to an SSL/i.test(
      body,
    )
  )
}

/** The last words of a text of OpenSSL, which names files and lines of its own source. */
function sslReason(message: string): string {
  const reason = message.split(':').findLast((piece) => /^[a-z][a-z0-9 ]+$/i.test(piece.trim()))
  return reason?.trim() ?? 'no reason is given'
}
