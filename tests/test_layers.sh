#!/bin/sh
# The rules of docs/architecture.md that no compiler holds: includes point to the same
# folder or a lower one, GSL's types stay in .c files of solve/ and study/, nothing below
# cli/ ends the process or writes to stderr, every header compiles alone and twice, and
# no file-scope variable is writable.
# usage: test_layers.sh SOURCE_ROOT LIBRARY.a
set -eu
cd "$1/src"
library=$2
bad=0

complain() {
    echo "$*" >&2
    bad=1
}

order="base expr model format compile solve study out cli"
below=
for layer in $order; do
    below="$below $layer"
    for file in "$layer"/*.[ch]; do
        for used in $(sed -n 's/^#include "\([a-z]*\)\/.*/\1/p' "$file" | sort -u); do
            case " $below " in
            *" $used "*) ;;
            *) complain "$file includes $used/, which lies above $layer/" ;;
            esac
        done
    done
done

for file in $(grep -l '<gsl/' -r --include='*.[ch]' .); do
    case $file in
    ./solve/*.c | ./solve/rodas_step.h | ./study/*.c | ./cli/main.c) ;;
    *) complain "$file includes GSL" ;;
    esac
done

for layer in $order; do
    [ "$layer" = cli ] && continue
    found=$(grep -nE '\b(exit|abort|perror|_exit|setlocale|atof|atoi|system|popen)\(|(fprintf|fputs|fputc|fwrite|write)\(.*stderr' "$layer"/*.[ch] || true)
    [ -z "$found" ] || complain "below cli/: $found"
done

for header in pathloop.h */*.h; do
    printf '#include "%s"\n#include "%s"\n' "$header" "$header" |
        ${CC:-cc} -std=c17 -D_POSIX_C_SOURCE=200809L -I. -fsyntax-only -x c - ||
        complain "$header does not compile alone and twice"
done

# Constants that need relocation lie in .data.rel.ro; what may be written in .data and .bss.
found=$(objdump -t "$library" | awk '$NF !~ /^\./ && /[ \t](\.data|\.bss|\*COM\*)[ \t]/')
[ -z "$found" ] || complain "writable file-scope variables: $found"

exit $bad
