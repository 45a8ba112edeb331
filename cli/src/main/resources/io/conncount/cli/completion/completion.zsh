#compdef conncount
# Completion of conncount for zsh. To use it: source <(conncount completion zsh), after compinit

_conncount() {
    local command=count prev=${words[CURRENT - 1]}
    local -a options
    if (( CURRENT > 2 )); then
        case ${words[2]} in
            @COMMANDS_OR@) command=${words[2]} ;;
        esac
    fi
    if (( CURRENT > 2 )) && [[ ${words[2]} == help ]]; then
        (( CURRENT > 3 )) || compadd -- @TOPICS@
        return
    fi
    # The value may be in the same word.
    if [[ ${words[CURRENT]} == --*=* ]]; then
        prev=${words[CURRENT]%%=*}
        compset -P '*='
    fi
    case $command:$prev in
@VALUES@        *:unit) compadd -- ${(f)"$(systemctl list-units --plain --no-legend --quiet 2>/dev/null | cut -d' ' -f1)"}; return ;;
        *:state | *:exclude) compadd -- @STATES@; return ;;
    esac
    if [[ ${words[CURRENT]} == -* ]]; then
        case $command in
@OPTIONS@        esac
        _describe -o option options
    elif (( CURRENT == 2 )); then
        compadd -- @COMMANDS@ help @WORDS@
    else
        compadd -- @WORDS@
    fi
}

compdef _conncount conncount
