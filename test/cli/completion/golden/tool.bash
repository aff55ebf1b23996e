# Completion of tool for bash: add to ~/.bashrc
#   source <(tool completion bash)

_tool_paths() {
  local IFS=$'\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen "$1" -- "${COMP_WORDS[COMP_CWORD]}"))
}

_tool() {
  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" at='' words='' i
  COMPREPLY=()
  # bash takes --flag=value apart.
  if [[ "$word" == '=' ]]; then word=''; elif [[ "$before" == '=' ]]; then before="${COMP_WORDS[COMP_CWORD-2]}"; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$at ${COMP_WORDS[i]}" in
      ' draw'|' list'|'list show'|' go') at="${at:+$at }${COMP_WORDS[i]}" ;;
    esac
  done
  case "$at $before" in
    'draw --preset'|'draw -p') words='cold o'\''warm' ;;
    'draw --file') _tool_paths -f; return ;;
    'go --into') _tool_paths -d; return ;;
    *) case "$at" in
    '')
      if [[ "$word" == -* ]]; then words='--version -V --help -h'
      else words='draw list go'; fi ;;
    'draw')
      if [[ "$word" == -* ]]; then words='--preset -p --file --no-color --help -h'
      else return; fi ;;
    'list')
      if [[ "$word" == -* ]]; then words='--help -h'
      else words='show'; fi ;;
    'list show')
      if [[ "$word" == -* ]]; then words='--help -h'
      else words='one two'; fi ;;
    'go')
      if [[ "$word" == -* ]]; then words='--into --help -h'
      else words='small'; _tool_paths -f; fi ;;
    esac ;;
  esac
  COMPREPLY+=($(compgen -W "$words" -- "$word"))
}

complete -F _tool tool
