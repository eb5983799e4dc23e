#!/bin/sh
# That a sweep's memory does not grow with its points: what 20 000 of them need and 4 MB
# more are enough for ten times as many, in every way there is to sweep. The limit is on
# addresses, so that a file that is mapped counts like memory.
# usage: test_sweep_memory.sh PROGRAM
set -eu
simulate=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
fail() {
    echo "FAILED: $*" >&2
    exit 1
}
# A thread's own heap is 64 MB of addresses, and its stack 8: they would hide the rest.
export MALLOC_ARENA_MAX=1
ulimit -s 1024
few=20000
many=200000
spare=4096                   # [KiB]
numbers=$((many * 8 / 1024)) # [KiB] a column of a table

cat >decay.ant <<'END'
A = 1; B = 0; k = 1
J: A -> B; k*A
END
sweep() { # options …
    "$simulate" sweep --model decay.ant --for 1 --no-equilibrate --readout B --threads 1 "$@"
}
within() { # [KiB], command …
    limit=$1
    shift
    (ulimit -v "$limit" && "$@")
}

# ---- what few points need

rm -f few.csv
low=1024
high=262144
within $high sweep --vary k=0.1..10:$few --output few.csv || fail "$few points need more than $high KiB"
while [ $((high - low)) -gt 256 ]; do
    middle=$(((low + high) / 2))
    rm -f few.csv few.csv.partial
    if within $middle sweep --vary k=0.1..10:$few --output few.csv 2>/dev/null; then
        high=$middle
    else
        low=$middle
    fi
done
enough=$((high + spare))
echo "$few points need $high KiB of addresses; $many get $enough"

# ---- no more for many

many_within() { # [KiB], what, command …
    limit=$1
    what=$2
    shift 2
    within "$limit" "$@" 2>error || fail "$what needs more than $limit KiB: $(cat error)"
}
rows() { # file
    [ "$(wc -l <"$1")" -eq $((many + 1)) ] || fail "rows of $1: $(wc -l <"$1")"
}
many_within $enough "a grid" sweep --vary k=0.1..10:$many --output grid.csv
rows grid.csv
many_within $enough "a Latin hypercube" sweep --vary k=0.1..10 --design lhs:$many --output lhs.csv
rows lhs.csv
many_within $enough "a Sobol sequence" sweep --vary k=0.1..10 --design sobol:$many --output sobol.csv
rows sobol.csv
many_within $enough "standard output" sweep --vary k=0.1..10:$many >stream.csv
cmp stream.csv grid.csv || fail "standard output differs"
many_within $enough "JSON" sweep --vary k=0.1..10:$many --output grid.json
many_within $enough "points that fail" sweep --vary k=0.1..10:$many --max-steps 3 --output failed.csv
rows failed.csv

for i in 1 2; do
    many_within $enough "shard $i" sweep --vary k=0.1..10:$many --output parts.csv --shard $i/2
done
many_within $enough "merge" "$simulate" merge parts.csv.shard-1-of-2 parts.csv.shard-2-of-2 --output parts.csv
cmp parts.csv grid.csv || fail "shards differ"

sweep --vary k=0.1..10:$many --output half.csv --shard 1/1
head -c $(($(wc -c <half.csv.shard-1-of-1) / 2)) half.csv.shard-1-of-1 >half.csv.partial
many_within $enough "going on" sweep --vary k=0.1..10:$many --output half.csv --resume
cmp half.csv grid.csv || fail "it went on to something else"

# ---- no more for as many runs in parameter sets

sets=20
echo A >sets.tsv
seq 1 $sets >>sets.tsv
points=$((many / sets))
many_within $enough "parameter sets" sweep --ensemble sets.tsv --vary k=0.1..10:$points --output bands.csv
[ "$(wc -l <bands.csv)" -eq $((points + 1)) ] || fail "rows of bands.csv: $(wc -l <bands.csv)"
many_within $enough "parameter sets to standard output" sweep --ensemble sets.tsv --vary k=0.1..10:$points >stream.csv
cmp stream.csv bands.csv || fail "standard output differs in parameter sets"
many_within $enough "a row for each run" sweep --ensemble sets.tsv --vary k=0.1..10:$points --members --output runs.csv
rows runs.csv
many_within $enough "a shard in parameter sets" sweep --ensemble sets.tsv --vary k=0.1..10:$points --output sets.csv --shard 1/1
many_within $enough "merge in parameter sets" "$simulate" merge sets.csv.shard-1-of-1 --output sets.csv
cmp sets.csv bands.csv || fail "shards differ in parameter sets"

# ---- a table holds its numbers, and its text while it is read

cut -d , -f 1 grid.csv >points.csv
text=$(($(wc -c <points.csv) / 1024))
many_within $((enough + numbers + text)) "a table" sweep --design points.csv --output table.csv
cmp table.csv grid.csv || fail "the table's points differ"
echo ok
