#!/bin/sh
# The rules of docs/architecture.md that no compiler holds: includes and calls point to the
# same folder or a lower one, GSL's types stay in .c files of solve/ and in
# analysis/hill.c, nothing below cli/ ends the process or writes to stderr, every header compiles alone and twice,
# and no file-scope variable is writable.
# usage: test_layers.sh SOURCE_ROOT LIBRARY.a; the layers' archives stand beside it
set -eu
cd "$1/src"
library=$2
bad=0

complain() {
    echo "$*" >&2
    bad=1
}

order="base expr model format compile solve study analysis out cli"
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

# Libraries are linked as a whole: the linker would find what lies above, too.
names_in() { # names_in --defined-only|--undefined-only ARCHIVE...
    nm -g "$@" | awk 'NF == 2 || NF == 3 { print $NF }' | sort -u
}
lists=$(mktemp -d)
trap 'rm -rf "$lists"' EXIT
folder=$(dirname "$library")
names_in --defined-only "$library" "$folder/libpl_cli.a" >"$lists/all"
set --
for layer in ${order% cli}; do # nothing lies above cli/
    set -- "$@" "$folder/libpl_$layer.a"
    names_in --defined-only "$@" >"$lists/below"
    for name in $(names_in --undefined-only "$folder/libpl_$layer.a" |
        comm -12 - "$lists/all" | comm -23 - "$lists/below"); do
        complain "$layer/ calls $name, which lies above it"
    done
done

# The one header with GSL's types says why it has them, and is for one file.
for file in $(grep -l '<gsl/' -r --include='*.[ch]' .); do
    case $file in
    ./solve/*.c | ./solve/rodas_step.h | ./analysis/hill.c | ./cli/main.c) ;;
    *) complain "$file includes GSL" ;;
    esac
done
for file in $(grep -l '"solve/rodas_step.h"' -r --include='*.[ch]' .); do
    case $file in
    ./solve/rodas_step.c | ./solve/stepper.c) ;;
    *) complain "$file includes solve/rodas_step.h" ;;
    esac
done

for layer in $order; do
    [ "$layer" = cli ] && continue
    found=$(grep -nE '\b(exit|abort|perror|_exit|setlocale|atof|atoi|system|popen)\(|(fprintf|fputs|fputc|fwrite|write)\(.*stderr' "$layer"/*.[ch] || true)
    [ -z "$found" ] || complain "below cli/: $found"
done

# Some are for sources that are compiled for an instruction set (base/isa.h).
plain="-DPL_ISA_SUFFIX=plain -DPL_ISA=PL_ISA_PLAIN"
for header in pathloop.h */*.h; do
    printf '#include "%s"\n#include "%s"\n' "$header" "$header" |
        ${CC:-cc} -std=c17 -D_POSIX_C_SOURCE=200809L $plain -I. -fsyntax-only -x c - ||
        complain "$header does not compile alone and twice"
done

# Constants that need relocation lie in .data.rel.ro; what may be written in .data and .bss.
found=$(objdump -t "$library" | awk '$NF !~ /^\./ && /[ \t](\.data|\.bss|\*COM\*)[ \t]/')
[ -z "$found" ] || complain "writable file-scope variables: $found"

exit $bad
