# Completion of tool for fish: put into ~/.config/fish/completions/tool.fish
#   tool completion fish > ~/.config/fish/completions/tool.fish

function __tool_at
    set -l at ''
    set -l words (commandline -opc)
    set -e words[1]
    for word in $words
        switch "$at $word"
            case ' draw' ' list' 'list show' ' go'
                set at (string trim "$at $word")
        end
    end
    test "$at" = "$argv"
end

complete -c tool -e
complete -c tool -f
complete -c tool -n '__tool_at \'\'' -a 'draw' -d 'what it\'s: a draw'
complete -c tool -n '__tool_at \'\'' -a 'list' -d 'lists'
complete -c tool -n '__tool_at \'\'' -a 'go' -d 'goes'
complete -c tool -n '__tool_at \'\'' -l version -s V -d 'output the version number'
complete -c tool -n '__tool_at \'\'' -l help -s h -d 'display help for command'
complete -c tool -n '__tool_at \'draw\'' -l preset -s p -x -a 'cold o\'warm' -d 'how to draw'
complete -c tool -n '__tool_at \'draw\'' -l file -r -F -d 'where from'
complete -c tool -n '__tool_at \'draw\'' -l no-color -d 'plain'
complete -c tool -n '__tool_at \'draw\'' -l help -s h -d 'display help for command'
complete -c tool -n '__tool_at \'list\'' -a 'show' -d 'one whole'
complete -c tool -n '__tool_at \'list\'' -l help -s h -d 'display help for command'
complete -c tool -n '__tool_at \'list show\'' -a 'one two'
complete -c tool -n '__tool_at \'list show\'' -l help -s h -d 'display help for command'
complete -c tool -n '__tool_at \'go\'' -F -a 'small'
complete -c tool -n '__tool_at \'go\'' -l into -x -a '(__fish_complete_directories)' -d 'to where'
complete -c tool -n '__tool_at \'go\'' -l help -s h -d 'display help for command'
