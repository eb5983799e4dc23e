#!/bin/sh
# Convert models to C, compile them without a warning, run them, and compare with the
# program's own trajectories.
# usage: test_convert.sh SOURCE_ROOT SIMULATE
set -eu
source=$1
simulate=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
unset CFLAGS
fail() {
    echo "$*" >&2
    exit 1
}

# Every model that the program can run becomes C, and every other one is refused.
mkdir "$folder/c"
for model in "$source"/models/*.ant "$source"/tests/antimony/good/*.ant "$source"/tests/convert/*.ant; do
    name=$(basename "$model" .ant)
    if "$simulate" check "$model" >/dev/null 2>&1; then
        "$simulate" convert "$model" "$folder/c/$name.c" 2>"$folder/err" || {
            cat "$folder/err"
            fail "not converted: $model"
        }
    else
        ! "$simulate" convert "$model" "$folder/c/$name.c" 2>"$folder/err" ||
            fail "converted though it has errors: $model"
        [ ! -e "$folder/c/$name.c" ] || fail "half converted: $model"
    fi
done
[ "$(ls "$folder/c" | wc -l)" -gt 70 ] || fail "too few models"

# No compiler has anything to say.
warnings="-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror"
n_compilers=0
for compiler in gcc clang; do
    if command -v $compiler >/dev/null; then
        $compiler -std=c99 $warnings -fsyntax-only "$folder"/c/*.c
        $compiler -std=gnu17 $warnings -fsyntax-only "$folder/c/everything.c"
        n_compilers=$((n_compilers + 1))
    fi
done
[ $n_compilers -gt 0 ] || fail "neither gcc nor clang is here"

# Equal columns, whatever they are called: name, ours, theirs. A value may differ by 1e-6
# of itself, or of a thousandth of its column's largest.
compare() {
    awk -F, -v name="$1" '
        function size(x) { return x < 0 ? -x : x }
        FNR == 1 { if (NR > 1) { width = NF } else { first = NF }; next }
        NR == FNR { for (c = 2; c <= NF; c++) { ours[FNR, c] = $c }; rows = FNR; next }
        {
            for (c = 2; c <= NF; c++) {
                theirs[FNR, c] = $c
                if (size($c) > largest[c]) { largest[c] = size($c) }
            }
        }
        END {
            if (FNR != rows || rows < 3 || width != first) {
                print name ": other rows or columns"
                exit 1
            }
            for (r = 2; r <= rows; r++) {
                for (c = 2; c <= width; c++) {
                    d = size(ours[r, c] - theirs[r, c])
                    if (!(d <= 1e-6 * (size(theirs[r, c]) + 1e-3 * largest[c]))) {
                        print name ": row " r ", column " c ": " ours[r, c] ", not " theirs[r, c]
                        exit 1
                    }
                }
            }
        }' "$2" "$3" >&2
}

# run NAME MODEL T_END DURATION: both programs, with 25 outputs, and what stands behind
# as name=value; all values that the C program knows when `all` says so
all=
run() {
    name=$1
    model=$2
    end=$3
    duration=$4
    shift 4
    [ -x "$folder/$name" ] || ${CC:-cc} -std=c99 -O1 -ffp-contract=off "$folder/c/$name.c" -o "$folder/$name" -lm
    "$folder/$name" "$end" 25 $all "$@" >"$folder/ours"
    for word; do
        shift
        set -- "$@" --set "$word"
    done
    for column in $(head -n 1 "$folder/ours" | cut -d , -f 2- | tr , ' '); do
        set -- "$@" --readout "$column"
    done
    "$simulate" --model "$model" --for "$duration" --points 25 --no-equilibrate --method bsimp \
        --rtol 1e-9 --output "$folder/theirs" "$@" >/dev/null 2>"$folder/err" || {
        cat "$folder/err"
        fail "not simulated: $model"
    }
    compare "$name" "$folder/ours" "$folder/theirs"
}
for name in huang-ferrell negative-feedback relay; do
    run $name "$source/models/$name.ant" "$(sed -n 's/^static const double usual_t_end = \(.*\);/\1/p' "$folder/c/$name.c")" 48h
done
run her2-mtor "$source/models/her2-mtor.ant" 2880 48h
run her2-mtor "$source/models/her2-mtor.ant" 2880 48h inhibit_mTORC1=1 drug_MK2206=50 pS6K=0.5
run relay "$source/models/relay.ant" 600 10h brake_strength=100 step1=3
run small "$source/tests/convert/small.ant" 120 2h ligand=20 total=7
all=all
run everything "$source/tests/convert/everything.ant" 20 20s
run everything "$source/tests/convert/everything.ant" 20 20s base=7 D=1.5 c=3
all=
for name in boundary-with-rule compartments function-in-function rate-rule-with-compartment \
    reaction-stoichiometry reaction-unnamed-in-formula substance-only value-formula; do
    run $name "$source/tests/antimony/good/$name.ant" 10 10
done

# What the command line of such a program answers.
cd "$folder"
./relay 10 3 >out
[ "$(sed -n 1p out)" = "time,readout_first,readout_middle,readout_last" ]
[ "$(sed -n 4p out)" = "10,1,1,1" ]
./relay 10 2 all | head -1 | grep -q '^time,readout_first,readout_middle,readout_last,step1,.*,relay6,'
expect() {
    code=$1
    shift
    got=0
    "$@" >out 2>err || got=$?
    [ "$got" -eq "$code" ] || fail "exit code $got, not $code: $*"
    [ "$code" -eq 0 ] || [ -s err ] || fail "not a word: $*"
    [ "$code" -ne 2 ] || [ ! -s out ] || fail "output: $*"
}
expect 0 ./relay
expect 0 ./relay 10
expect 2 ./relay 10 2 no_such_name=1
grep -q 'no_such_name=1: there is no such parameter' err
expect 2 ./relay k=fast
grep -q 'k=fast: the value is not a number' err
expect 2 ./relay k=nan
expect 2 ./relay k=
expect 2 ./relay =1
expect 2 ./relay 10 2 3
expect 2 ./relay hours
expect 2 ./relay -10
expect 2 ./relay 10 1
expect 2 ./relay 10 2.5
${CC:-cc} -std=c99 -O1 c/function-hides-names.c -o falling -lm
expect 1 ./falling
grep -q 'stopped at time 0.25' err
if [ -w /dev/full ]; then
    got=0
    ./relay >/dev/full 2>err || got=$?
    [ $got -eq 1 ] || fail "exit code $got on a full disk"
    grep -q 'not everything was written' err
fi
