import { createHmac, randomBytes } from 'node:crypto'
import { isSameText } from '../ground/same-text.ts'
import type { PageRequest } from './page-request.ts'
import { pageRoot } from './page-request.ts'

const cookieName = 'magi_page'

/** Who may see the page, and whether a form came from it. */
export interface PageAccess {
  /** Whether a request may see anything. */
  mayEnter(request: Pick<PageRequest, 'headers'>): boolean
  /** Whether a text is the token. */
  isToken(text: string): boolean
  /** The header that makes a browser keep that it gave the token. */
  readonly cookie: string
  /** What every form of the page carries, and no other page can know. */
  readonly formToken: string
  isFormToken(text: string): boolean
}

/**
 * @param token - What `magi serve` asks for; absent: everybody who reaches it may enter.
 * @param secret - What form tokens are made of; another one for each process where absent.
 */
export function pageAccess(token: string | undefined, secret: Buffer | string = randomBytes(32)): PageAccess {
  const formToken = digestOf(secret, 'form')
  // What the browser keeps lets it into the page of this token, and is not the token.
  const pass = token === undefined ? '' : digestOf(token, 'page')
  const isToken = (text: string) => token !== undefined && isSameText(text, token)
  return {
    isToken,
    mayEnter({ headers }) {
      if (token === undefined) return true
      const [, bearer] = /^bearer +(.+)$/i.exec(headers['authorization'] ?? '') ?? []
      return (
        (bearer !== undefined && isToken(bearer)) ||
        cookiesOf(headers['cookie']).some((value) => isSameText(value, pass))
      )
    },
    cookie: `${cookieName}=${pass}; Path=${pageRoot}; HttpOnly; SameSite=Strict; Max-Age=31536000`,
    formToken,
    isFormToken: (text) => isSameText(text, formToken),
  }
}

function digestOf(key: Buffer | string, purpose: string): string {
  return createHmac('sha256', key).update(`magi ${purpose}`).digest('base64url')
}

function cookiesOf(header = ''): string[] {
  return header.split(';').flatMap((piece) => {
    const [name, value] = piece.trim().split('=', 2)
    return name === cookieName && value !== undefined ? [value] : []
  })
}
