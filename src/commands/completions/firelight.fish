# Completes firelight in fish. It asks the program itself, so it never grows old.

function __firelight_words
    set -l words (commandline -opc)
    set -l current (commandline -ct | string unescape)
    for line in ($words[1] complete -- $words[2..-1] "$current" 2>/dev/null)
        switch $line
            case ':folders*'
                __fish_complete_directories "$current"
            case ':paths*'
                __fish_complete_path "$current"
            case '*'
                echo $line
        end
    end
end

complete -c firelight -f -a '(__firelight_words)'
