# Completion of conncount for fish. To use it: conncount completion fish | source

function __conncount_does
    set -l words (commandline -opc)
    set -l command count
    if contains -- "$words[2]" @COMMANDS@
        set command $words[2]
    end
    test $command = $argv[1]
end

function __conncount_follows
    contains -- (commandline -opc)[-1] $argv
end

function __conncount_helps
    set -l words (commandline -opc)
    test "$words[2]" = help
end

function __conncount_list
    __fish_complete_list , "string split ' ' '$argv'"
end

complete -c conncount -f
complete -c conncount -n 'test (count (commandline -opc)) = 1' -a '@COMMANDS@ help'
complete -c conncount -n '__conncount_helps; and test (count (commandline -opc)) = 2' -a '@TOPICS@'
complete -c conncount -n 'not __conncount_helps; and not __conncount_follows state exclude unit' -a '@WORDS@'
complete -c conncount -n '__conncount_follows state exclude' -a '@STATES@'
complete -c conncount -n '__conncount_follows unit' -a "(systemctl list-units --plain --no-legend --quiet 2>/dev/null | cut -d' ' -f1)"
@OPTIONS@
