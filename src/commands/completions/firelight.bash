# Completes firelight in bash 4 or later. It asks the program itself, so it never grows old.

_firelight() {
    local word value about front='' idx escaped letter in_quotes=
    local -a words=()
    for ((idx = 1; idx <= COMP_CWORD; idx++)); do
        word=${COMP_WORDS[idx]//[\\\"\']/}
        # bash cuts --mode=room into three.
        if [[ $word == '=' && ${#words[@]} -gt 0 && ${words[-1]} == --* ]]; then
            words[-1]+='='
        elif [[ ${#words[@]} -gt 0 && ${words[-1]} == --*= ]]; then
            words[-1]+=$word
        else
            words+=("$word")
        fi
    done
    [[ ${words[-1]} == --*=* ]] && front=${words[-1]%%=*}=
    # Within quotes a value goes in as it is, so only one that no shell reads may go in at all.
    [[ ${COMP_WORDS[COMP_CWORD]} == *[\\\"\']* ]] && in_quotes=1
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
                        [\'\"\\\$\`\&\;\<\>\(\)\|*?\[\]\#!{}~^]) [[ $in_quotes ]] && continue 2 ;;
                        [[:space:]]) [[ $in_quotes ]] && { escaped+=$letter; continue; } ;;
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
