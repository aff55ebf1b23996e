import { createRequire } from 'node:module'

/**
 * The one door to commander. Required, not imported: to import CommonJS, Node first starts a lexer in WebAssembly that looks for the
 * names it exports (docs/decisions/0005-start-up.md).
 */
export const { Command, CommanderError, Option } = createRequire(import.meta.url)(
  'commander',
) as typeof import('commander')
