#compdef firelight
# Completes firelight in zsh. It asks the program itself, so it never grows old.

_firelight() {
    local line value about
    local -a values shown
    for line in "${(@f)$(${(Q)words[1]} complete -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
        value=${line%%$'\t'*}
        case $value in
            '') ;;
            :folders) _files -/ ;;
            :paths) _files ;;
            *)
                about=${line#*$'\t'}
                values+=("$value")
                shown+=("$value${about:+  -- $about}")
                ;;
        esac
    done
    # Not by _describe, to which a colon or a backslash in a name means something else.
    (( $#values )) && compadd -l -d shown -a values
}

if [[ $funcstack[1] == _firelight ]]; then
    _firelight "$@"
else
    compdef _firelight firelight
fi
