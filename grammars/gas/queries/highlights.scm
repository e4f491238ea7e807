(comment) @comment
(preproc) @keyword.directive

(label name: (_) @label)
(local_ref) @label

(directive name: (directive_name) @keyword)
(prefix) @keyword.modifier
(instruction mnemonic: (mnemonic) @function.builtin)
(assignment name: (_) @constant)

(register) @variable.builtin
(template_ref) @variable.parameter
(modifier) @attribute
(segment) @variable.builtin

(string) @string
(char) @character
(integer) @number
(operator) @operator

["$" "#"] @punctuation.special
["(" ")" "[" "]" "{" "}"] @punctuation.bracket
["," ":" ";"] @punctuation.delimiter
