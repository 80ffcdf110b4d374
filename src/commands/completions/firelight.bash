# Completes firelight in bash 4 or later. It asks the program itself, so it never grows old.

_firelight() {
    local word value about front='' idx
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
    COMPREPLY=()
    while IFS=$'\t' read -r value about; do
        case $value in
            :folders) compopt -o dirnames 2>/dev/null ;;
            :paths) compopt -o default 2>/dev/null ;;
            *)
                value=${value#"$front"}
                if [[ $value == *[[:space:]\'\"\\\$\`\&\;\<\>\(\)\|*?\[\#!{}~]* ]]; then
                    printf -v value '%q' "$value"
                    value=${value//\\,/,}
                fi
                COMPREPLY+=("$value")
                ;;
        esac
    done < <("$1" complete -- "${words[@]}" 2>/dev/null)
}

complete -F _firelight firelight
