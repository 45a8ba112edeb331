# Completion of conncount for bash. To use it: source <(conncount completion bash)

# The words in $1 that begin as what is written, or as what follows its last comma.
_conncount_offer() {
    local before=
    [[ $2 == list && $cur == *,* ]] && before=${cur%,*},
    mapfile -t COMPREPLY < <(compgen -P "$before" -W "$1" -- "${cur#"$before"}")
}

_conncount_namespaces() {
    ip netns list 2>/dev/null | cut -d' ' -f1
    echo all
}

_conncount_units() {
    systemctl list-units --plain --no-legend --quiet 2>/dev/null | cut -d' ' -f1
}

_conncount() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command=count options=
    # To bash, the '=' of --by=KEY is a word.
    if [[ $cur == = ]]; then
        cur=
    elif [[ $prev == = ]] && ((COMP_CWORD > 1)); then
        prev=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    if ((COMP_CWORD > 1)); then
        case ${COMP_WORDS[1]} in
            @COMMANDS_OR@) command=${COMP_WORDS[1]} ;;
        esac
    fi
    if ((COMP_CWORD > 1)) && [[ ${COMP_WORDS[1]} == help ]]; then
        ((COMP_CWORD > 2)) || _conncount_offer '@TOPICS@'
        return
    fi
    case $command:$prev in
@VALUES@        *:unit) _conncount_offer "$(_conncount_units)"; return ;;
        *:state | *:exclude) _conncount_offer '@STATES@'; return ;;
    esac
    if [[ $cur == -* ]]; then
        case $command in
@OPTIONS@        esac
        _conncount_offer "$options"
    elif ((COMP_CWORD == 1)); then
        _conncount_offer '@COMMANDS@ help @WORDS@'
    else
        _conncount_offer '@WORDS@'
    fi
}

complete -o default -F _conncount conncount
