import { type CommandWords, commandPaths, type Values, valueGroups } from './command-words.ts'

const quote = (text: string) => `'${text.replaceAll("'", "''")}'`
const list = (texts: readonly string[]) => `@(${texts.map(quote).join(', ')})`

/** Completion for PowerShell 5.1 or later, as text to run in the profile. */
export function powershellScript(name: string, commands: readonly CommandWords[]): string {
  // Where nothing is offered, PowerShell offers the files of the folder by itself.
  const offer = (values: Values) => (values.type === 'words' ? list(values.words) : '@()')
  const flagValues = valueGroups(commands).flatMap(({ values, places }) =>
    places.map((place) => `    ${quote(place)} = ${offer(values)}`),
  )
  const words = commands.map(({ at, commands: inner, flags, values }) => {
    const plain = [...inner.map((each) => each.name), ...(values?.type === 'words' ? values.words : [])]
    const all = [...plain, ...flags.flatMap((flag) => flag.names)]
    return `    ${quote(at)} = ${list(all)}`
  })
  return `# Completion of ${name} for PowerShell: add to $PROFILE
#   ${name} completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName ${name} -ScriptBlock {
  param($word, $line, $cursor)
  $paths = ${list(commandPaths(commands))}
  $values = @{
${flagValues.join('\n')}
  }
  $words = @{
${words.join('\n')}
  }
  $typed = @($line.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursor } | ForEach-Object { $_.ToString() })
  $at = ''
  foreach ($each in ($typed | Select-Object -Skip 1)) {
    if ($paths -ccontains "$at $each") { $at = "$at $each".Trim() }
  }
  $before = "$at $($typed[-1])"
  $offered = if ($values.ContainsKey($before)) { $values[$before] } else { $words[$at] }
  $offered | Where-Object { $_ -like "$word*" -and ($word -like '-*' -or $_ -notlike '-*') } |
    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
}
`
}
