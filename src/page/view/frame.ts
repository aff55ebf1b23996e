import { type Content, html, Markup } from '../../report/html/markup.ts'
import { pageRoot } from '../page-request.ts'

/** What a page of the site has around its contents. */
export interface Frame {
  readonly title: string
  /** Which part of the site it belongs to. */
  readonly here?: 'votes' | 'runs'
  /** Address of the events that keep it up to date; absent where nothing moves. */
  readonly events?: string
}

/** In a text of its own: a tag's end in a template would be joined into the program by a package that is not there. */
const script = new Markup(`<script src="${pageRoot}/page.js" defer></script>`)

/** What stands above the contents. */
export function frameStart({ title, here, events }: Frame): string {
  const link = (address: string, name: string, isHere: boolean) =>
    isHere
      ? html`<a href="${address}" aria-current="page">${name}</a>`
      : html`<a href="${address}">${name}</a>`
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="${pageRoot}/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${pageRoot}/page.css">
${events !== undefined && script}
</head>
<body${events !== undefined && html` data-events="${events}"`}>
<a class="skip" href="#content">Skip to the content</a>
<header><nav class="bar-top" aria-label="Site"><a class="home" href="${pageRoot}">Magi</a>${link(pageRoot, 'Votes', here === 'votes')}${link(`${pageRoot}/runs`, 'Runs', here === 'runs')}</nav></header>
<main id="content">
<p id="connection" class="trouble" role="status"></p>
`.text
}

/** What stands below the contents. */
export const frameEnd = `</main>
</body>
</html>
`

/** A whole page. */
export function page(frame: Frame, ...contents: readonly Content[]): string {
  return `${frameStart(frame)}${html`${contents}`.text}${frameEnd}`
}

/** A page that says what went wrong, and what to do. */
export function troublePage(title: string, message: string, fix?: string): string {
  return page({ title }, html`<h1>${title}</h1>${trouble(message, fix)}`)
}

/** What went wrong, and what to do. */
export function trouble(message: string, fix = '') {
  return html`<p class="trouble" role="alert">${message} ${fix}</p>`
}

/** The page that asks for the token. */
export function loginPage(to: string, isWrong: boolean): string {
  return page(
    { title: 'Magi: token' },
    html`<h1>This Magi asks for its token</h1>
${isWrong && trouble('That is not the token.', 'It stands in the file or the variable that magi serve was started with.')}
<form method="post" action="${pageRoot}/login"><input type="hidden" name="to" value="${to}">
<div class="fields"><label>Token <input type="password" name="token" required autofocus autocomplete="current-password"></label><button class="first">Enter</button></div></form>
<p class="soft">The browser keeps that it was given, and does not ask again.</p>`,
  )
}
