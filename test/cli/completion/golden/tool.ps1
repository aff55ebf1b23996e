# Completion of tool for PowerShell: add to $PROFILE
#   tool completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName tool -ScriptBlock {
  param($word, $line, $cursor)
  $paths = @(' draw', ' list', 'list show', ' go')
  $values = @{
    'draw --preset' = @('cold', 'o''warm')
    'draw -p' = @('cold', 'o''warm')
    'draw --file' = @()
    'go --into' = @()
  }
  $words = @{
    '' = @('draw', 'list', 'go', '--version', '-V', '--help', '-h')
    'draw' = @('--preset', '-p', '--file', '--no-color', '--help', '-h')
    'list' = @('show', '--help', '-h')
    'list show' = @('one', 'two', '--help', '-h')
    'go' = @('small', '--into', '--help', '-h')
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
