import { type CommandWords, commandPaths, type Values, valueGroups } from './command-words.ts'

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
const quoteAll = (texts: readonly string[]) => texts.map(quote).join('|')

/** A word with its description, as `_describe` reads it. */
const described = (word: string, summary: string) => quote(`${word.replaceAll(':', '\\:')}:${summary}`)

/** Completion for zsh, as text to source or to put into a folder of `fpath`. */
export function zshScript(name: string, commands: readonly CommandWords[]): string {
  const offer = (values: Values): string => {
    if (values.type === 'words') {
      const words = `compadd -- ${values.words.map(quote).join(' ')}`
      return values.orFile ? `${words}; _files` : words
    }
    if (values.type === 'files') return '_files'
    return values.type === 'folders' ? '_files -/' : ':'
  }
  const flagCases = valueGroups(commands).map(
    ({ values, places }) => `    (${quoteAll(places)}) ${offer(values)}; return ;;`,
  )
  const commandCases = commands.map(({ at, commands: inner, flags, values }) => {
    const flagWords = flags.flatMap((flag) => flag.names.map((each) => described(each, flag.summary)))
    const words = inner.map((each) => described(each.name, each.summary))
    return [
      `    (${quote(at)})`,
      `      if [[ "$PREFIX" == -* ]]; then`,
      `        choices=(${flagWords.join(' ')})`,
      `        _describe flag choices`,
      `        return`,
      `      fi`,
      ...(words.length === 0
        ? []
        : [`      choices=(${words.join(' ')})`, `      _describe command choices`]),
      ...(values === undefined ? [] : [`      ${offer(values)}`]),
      `      ;;`,
    ].join('\n')
  })
  return `#compdef ${name}
# Completion of ${name} for zsh: add to ~/.zshrc, after compinit
#   source <(${name} completion zsh)

_${name}() {
  local at='' i
  local -a choices
  for ((i = 2; i < CURRENT; i++)); do
    case "$at \${words[i]}" in
      (${quoteAll(commandPaths(commands))}) at="\${at:+$at }\${words[i]}" ;;
    esac
  done
  case "$at \${words[CURRENT-1]}" in
${flagCases.join('\n')}
  esac
  case "$at" in
${commandCases.join('\n')}
  esac
}

if [[ "\${funcstack[1]}" == _${name} ]]; then _${name} "$@"; else compdef _${name} ${name}; fi
`
}
