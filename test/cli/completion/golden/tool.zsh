#compdef tool
# Completion of tool for zsh: add to ~/.zshrc, after compinit
#   source <(tool completion zsh)

_tool() {
  local at='' i
  local -a choices
  for ((i = 2; i < CURRENT; i++)); do
    case "$at ${words[i]}" in
      (' draw'|' list'|'list show'|' go') at="${at:+$at }${words[i]}" ;;
    esac
  done
  case "$at ${words[CURRENT-1]}" in
    ('draw --preset'|'draw -p') compadd -- 'cold' 'o'\''warm'; return ;;
    ('draw --file') _files; return ;;
    ('go --into') _files -/; return ;;
  esac
  case "$at" in
    ('')
      if [[ "$PREFIX" == -* ]]; then
        choices=('--version:output the version number' '-V:output the version number' '--help:display help for command' '-h:display help for command')
        _describe flag choices
        return
      fi
      choices=('draw:what it'\''s: a draw' 'list:lists' 'go:goes')
      _describe command choices
      ;;
    ('draw')
      if [[ "$PREFIX" == -* ]]; then
        choices=('--preset:how to draw' '-p:how to draw' '--file:where from' '--no-color:plain' '--help:display help for command' '-h:display help for command')
        _describe flag choices
        return
      fi
      :
      ;;
    ('list')
      if [[ "$PREFIX" == -* ]]; then
        choices=('--help:display help for command' '-h:display help for command')
        _describe flag choices
        return
      fi
      choices=('show:one whole')
      _describe command choices
      ;;
    ('list show')
      if [[ "$PREFIX" == -* ]]; then
        choices=('--help:display help for command' '-h:display help for command')
        _describe flag choices
        return
      fi
      compadd -- 'one' 'two'
      ;;
    ('go')
      if [[ "$PREFIX" == -* ]]; then
        choices=('--into:to where' '--help:display help for command' '-h:display help for command')
        _describe flag choices
        return
      fi
      compadd -- 'small'; _files
      ;;
  esac
}

if [[ "${funcstack[1]}" == _tool ]]; then _tool "$@"; else compdef _tool tool; fi
