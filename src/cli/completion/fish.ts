import { type CommandWords, commandPaths, type Values } from './command-words.ts'

const quote = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`

/** Completion for fish 3 or later, as text to source. */
export function fishScript(name: string, commands: readonly CommandWords[]): string {
  /** What follows: `-x` takes a value and no file, `-r -F` a value that may be a file. */
  const offer = (values: Values): string => {
    if (values.type === 'words') {
      return ` ${values.orFile ? '-F' : '-x'} -a ${quote(values.words.join(' '))}`
    }
    if (values.type === 'any') return ' -x'
    return values.type === 'files' ? ' -r -F' : " -x -a '(__fish_complete_directories)'"
  }
  const lines = commands.flatMap(({ at, commands: inner, flags, values }) => {
    const here = `complete -c ${name} -n ${quote(`__${name}_at ${quote(at)}`)}`
    return [
      ...inner.map((each) => `${here} -a ${quote(each.name)} -d ${quote(each.summary)}`),
      ...(values === undefined || values.type === 'any'
        ? []
        : [`${here}${values.type === 'files' ? ' -F' : offer(values).replace(' -x', '')}`]),
      ...flags.map((flag) => {
        const names = flag.names
          .map((each) => (each.startsWith('--') ? `-l ${each.slice(2)}` : `-s ${each.slice(1)}`))
          .join(' ')
        const value = flag.values === undefined ? '' : offer(flag.values)
        return `${here} ${names}${value} -d ${quote(flag.summary)}`
      }),
    ]
  })
  return `# Completion of ${name} for fish: put into ~/.config/fish/completions/${name}.fish
#   ${name} completion fish > ~/.config/fish/completions/${name}.fish

function __${name}_at
    set -l at ''
    set -l words (commandline -opc)
    set -e words[1]
    for word in $words
        switch "$at $word"
            case ${commandPaths(commands).map(quote).join(' ')}
                set at (string trim "$at $word")
        end
    end
    test "$at" = "$argv"
end

complete -c ${name} -e
complete -c ${name} -f
${lines.join('\n')}
`
}
