# Completes firelight in bash 4 or later. It asks the program itself, so it never grows old.

# A word as the program gets it, in bare, and the quote that is open at its end, in quote.
_firelight_bare() {
    local at letter
    bare='' quote=''
    for ((at = 0; at < ${#1}; at++)); do
        letter=${1:at:1}
        case $quote$letter in
            "'"[!\']) bare+=$letter ;;
            "''" | '""') quote='' ;;
            '\' | '"\')
                ((++at))
                bare+=${1:at:1}
                # A letter that comes next would lose its own backslash to this one.
                ((at == ${#1})) && quote=\\
                ;;
            \' | \") quote=$letter ;;
            *) bare+=$letter ;;
        esac
    done
}

_firelight() {
    local word bare quote value about front='' idx escaped letter blank
    local line=${COMP_LINE#*"${COMP_WORDS[0]}"}
    local -a words=()
    for ((idx = 1; idx <= COMP_CWORD; idx++)); do
        word=${COMP_WORDS[idx]}
        blank=${line%%[^[:space:]]*}
        line=${line#"$blank"}
        line=${line#"$word"}
        _firelight_bare "$word"
        # bash cuts --mode=room into three, and names at a colon: no space is between them.
        if [[ -z $blank && ${#words[@]} -gt 0 ]]; then
            front=${words[-1]}
            words[-1]+=$bare
            [[ $word == [:=] ]] && front=${words[-1]}
        else
            front=''
            words+=("$bare")
        fi
    done
    COMPREPLY=()
    while IFS=$'\t' read -r value about; do
        case $value in
            :folders) compopt -o dirnames 2>/dev/null ;;
            :paths) compopt -o default 2>/dev/null ;;
            *)
                value=${value#"$front"}
                # By hand: %q may write $'...', which means something else behind a quote.
                escaped=''
                for ((idx = 0; idx < ${#value}; idx++)); do
                    letter=${value:idx:1}
                    case $letter in
                        # Within quotes a value goes in as it is, so only one that no shell reads
                        # may go in at all.
                        [\'\"\\\$\`\&\;\<\>\(\)\|*?\[\]\#!{}~^]) [[ $quote ]] && continue 2 ;;
                        [[:space:]]) [[ $quote ]] && { escaped+=$letter; continue; } ;;
                        *) escaped+=$letter; continue ;;
                    esac
                    escaped+="\\$letter"
                done
                COMPREPLY+=("$escaped")
                ;;
        esac
    done < <("$1" complete -- "${words[@]}" 2>/dev/null)
}

complete -F _firelight firelight
