#compdef firelight
# Completes firelight in zsh. It asks the program itself, so it never grows old.

_firelight() {
    local line value
    local -a found
    for line in "${(@f)$(${(Q)words[1]} complete -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
        value=${line%%$'\t'*}
        case $value in
            '') ;;
            :folders) _files -/ ;;
            :paths) _files ;;
            *) found+=("${value//:/\\:}:${line#*$'\t'}") ;;
        esac
    done
    (( $#found )) && _describe firelight found
}

if [[ $funcstack[1] == _firelight ]]; then
    _firelight "$@"
else
    compdef _firelight firelight
fi
