import { type CommandWords, commandPaths, type Values, valueGroups } from './command-words.ts'

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
const quoteAll = (texts: readonly string[]) => texts.map(quote).join('|')

/**
 * Completion for bash 3.2 or later, as text to source.
 *
 * The words typed so far are followed down the commands; then the word before the cursor is looked up as a flag that takes a value.
 */
export function bashScript(name: string, commands: readonly CommandWords[]): string {
  const offer = (values: Values): string => {
    if (values.type === 'words') {
      const words = `words=${quote(values.words.join(' '))}`
      return values.orFile ? `${words}; _${name}_paths -f` : words
    }
    if (values.type === 'any') return 'return'
    return `_${name}_paths ${values.type === 'files' ? '-f' : '-d'}; return`
  }
  const flagCases = valueGroups(commands).map(
    ({ values, places }) => `    ${quoteAll(places)}) ${offer(values)} ;;`,
  )
  const commandCases = commands.map(({ at, commands: inner, flags, values }) => {
    const names = inner.map((each) => each.name)
    const otherwise = values === undefined ? `words=${quote(names.join(' '))}` : offer(values)
    return [
      `    ${quote(at)})`,
      `      if [[ "$word" == -* ]]; then words=${quote(flags.flatMap((flag) => flag.names).join(' '))}`,
      `      else ${otherwise}; fi ;;`,
    ].join('\n')
  })
  return `# Completion of ${name} for bash: add to ~/.bashrc
#   source <(${name} completion bash)

_${name}_paths() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen "$1" -- "\${COMP_WORDS[COMP_CWORD]}"))
}

_${name}() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" at='' words='' i
  COMPREPLY=()
  # bash takes --flag=value apart.
  if [[ "$word" == '=' ]]; then word=''; elif [[ "$before" == '=' ]]; then before="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$at \${COMP_WORDS[i]}" in
      ${quoteAll(commandPaths(commands))}) at="\${at:+$at }\${COMP_WORDS[i]}" ;;
    esac
  done
  case "$at $before" in
${flagCases.join('\n')}
    *) case "$at" in
${commandCases.join('\n')}
    esac ;;
  esac
  COMPREPLY+=($(compgen -W "$words" -- "$word"))
}

complete -F _${name} ${name}
`
}
