import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../ground/package-root.ts'
import { type PageReply, pageRoot, safeHeaders } from './page-request.ts'
import { pageStyle } from './view/style.ts'

/** What the pages are made of beside their text, by address; nobody needs a token for it. */
const files: Readonly<Record<string, { readonly type: string; readonly read: () => string }>> = {
  [`${pageRoot}/page.css`]: { type: 'text/css; charset=utf-8', read: () => pageStyle.text },
  [`${pageRoot}/page.js`]: {
    type: 'text/javascript; charset=utf-8',
    read: () => readFileSync(join(packageRoot(), 'assets', 'page.js'), 'utf8'),
  },
  [`${pageRoot}/icon.svg`]: {
    type: 'image/svg+xml',
    read: () => readFileSync(join(packageRoot(), 'assets', 'icon.svg'), 'utf8'),
  },
}

/** Style sheet, script and icon; `undefined` for another address. */
export function asset(path: string): PageReply | undefined {
  const file = files[path]
  return file && { status: 200, headers: { ...safeHeaders, 'content-type': file.type }, body: file.read() }
}
