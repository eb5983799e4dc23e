#!/bin/sh
# What is left of a sweep after an end of any kind, and that it goes on to the same bytes:
# plain processes, killed, stopped, without room, damaged, in shards.
# usage: test_sweep_files.sh PROGRAM
set -eu
simulate=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
folder=$(mktemp -d)
mounted=
trap '[ -z "$mounted" ] || umount "$mounted"; rm -rf "$folder"' EXIT
cd "$folder"
fail() {
    echo "FAILED: $*" >&2
    exit 1
}
same() { cmp "$1" "$2" || fail "$3"; }
milliseconds() { echo $(($(date +%s%N) / 1000000)); }

how= # exec: in a subshell, whose process is then the program's
sweep() { # number of points, options …
    n_points=$1
    shift
    $how "$simulate" sweep --design "sobol:$n_points" --vary IGF=0..2 --vary k_S65=0.1..10:log \
        --inhibit mTORC1 --readout pAkt_S473@24h,auc:pS6K,fold:pERK "$@"
}
sweep 128 --output first.csv --threads 2

# As many points as take two seconds here, be it with sanitizers; what a sweep has done is
# safe after one.
n=128
took=0
while [ "$took" -lt 500 ]; do
    n=$((2 * n))
    rm -f whole.csv
    begun=$(milliseconds)
    sweep "$n" --output whole.csv --threads 2
    took=$(($(milliseconds) - begun))
done
n=$((n * 2000 / took))
echo "$n points"
rm whole.csv
sweep "$n" --output whole.csv --threads 2
[ "$(wc -l <whole.csv)" -eq $((n + 1)) ] || fail "rows"
[ ! -e whole.csv.partial ] || fail "whole.csv.partial is left"

# ---- kill -9, again and again

rounds=0
done=
while [ -z "$done" ]; do
    rounds=$((rounds + 1))
    [ "$rounds" -le 100 ] || fail "no progress in 100 rounds"
    (how=exec; sweep "$n" --output killed.csv --threads 2 --resume 2>killed.err) &
    process=$!
    sleep 1.5
    if kill -9 "$process" 2>/dev/null; then
        wait "$process" || true
    else
        wait "$process" || fail "kill: $(cat killed.err)"
        done=1
    fi
    [ -e killed.csv ] && done=1
done
same killed.csv whole.csv "after kill -9"
echo "killed: $rounds rounds"

# ---- kill -9 while the table is written: all results are there, and it takes a while

wide() {
    $how "$simulate" sweep --design sobol:1024 --vary IGF=0..2 \
        --readout "$(seq -s , -f 'pAkt_S473@%gh' 0.08 0.08 24)" --output wide.csv "$@"
}
wide --shard 1/1
"$simulate" merge wide.csv.shard-1-of-1 --output wide.whole
mv wide.csv.shard-1-of-1 wide.kept
rounds=0
hit=
while [ -z "$hit" ]; do
    rounds=$((rounds + 1))
    [ "$rounds" -le 100 ] || fail "the table was never half written in 100 rounds"
    rm -f wide.csv
    cp wide.kept wide.csv.partial
    (how=exec; wide --resume 2>wide.err) &
    process=$!
    looks=0
    set -- .pathloop-*
    until [ -s "$1" ] || [ -e wide.csv ]; do
        looks=$((looks + 1))
        [ "$looks" -le 5000000 ] || fail "no table: $(cat wide.err)"
        set -- .pathloop-*
    done
    kill -9 "$process" 2>/dev/null || true
    wait "$process" || true
    [ ! -s "$1" ] || [ -e wide.csv ] || hit=$(wc -c <"$1")
done
echo "killed: with $hit of $(wc -c <wide.whole) bytes of the table, in round $rounds"
wide --resume || fail "after kill -9 while the table is written"
same wide.csv wide.whole "after kill -9 while the table is written"
[ -z "$(ls -A | grep -e '^\.pathloop' -e '^wide.csv\.')" ] || fail "left behind: $(ls -A)"

# ---- Ctrl-C, then what the message says

(how=exec; sweep "$n" --output "it's stopped.csv" --threads 2 2>stopped.err) &
process=$!
while [ ! -s "it's stopped.csv.partial" ]; do sleep 0.05; done
sleep 0.3
kill -TERM "$process" # a shell's children in the background ignore SIGINT
code=0
wait "$process" || code=$?
[ "$code" -eq 130 ] || fail "exit $code after Ctrl-C: $(cat stopped.err)"
grep -q "^error: interrupted: [0-9]* of $n points are done and kept in 'it's stopped.csv.partial'$" stopped.err ||
    fail "$(cat stopped.err)"
eval "$(sed -n 's/^hint: go on with: //p' stopped.err)" || fail "the hint: $(cat stopped.err)"
same "it's stopped.csv" whole.csv "after Ctrl-C"
[ ! -e "it's stopped.csv.partial" ] || fail "the partial file is left"

# ---- --time-limit, as often as it takes

code=1
rounds=0
while [ "$code" -ne 0 ]; do
    rounds=$((rounds + 1))
    [ "$rounds" -le 100 ] || fail "no progress in 100 rounds"
    code=0
    sweep "$n" --output limited.csv --time-limit 0.5s --threads 2 --resume 2>limited.err || code=$?
    [ "$code" -eq 0 ] || [ "$code" -eq 1 ] || fail "exit $code: $(cat limited.err)"
done
[ "$rounds" -gt 1 ] || fail "the limit did not end it"
same limited.csv whole.csv "after $rounds time limits"

# ---- two at once

(how=exec; sweep "$n" --output twice.csv --threads 1 2>first.err) &
process=$!
while [ ! -s twice.csv.partial ]; do sleep 0.05; done
code=0
sweep "$n" --output twice.csv --resume 2>twice.err || code=$?
kill -TERM "$process" 2>/dev/null || true
wait "$process" || true
[ "$code" -eq 1 ] && grep -q "another run is at work on 'twice.csv.partial'" twice.err ||
    fail "two at once: exit $code, $(cat twice.err)"
rm -f twice.csv*

# ---- no room: for the results, then for the table

code=0
(ulimit -f 1; sweep 20000 --output room.csv 2>room.err) || code=$?
[ "$code" -eq 1 ] && grep -q "cannot make 'room.csv.partial': File too large" room.err ||
    fail "no room: exit $code, $(cat room.err)"
[ -z "$(ls room.csv* 2>/dev/null)" ] || fail "left behind: $(ls room.csv*)"
code=0
# 128 points take 7 kB, and as text 12 kB; a block is 512 bytes, in some shells 1024
blocks=16
[ "$(ulimit -f 2 && head -c 2000 /dev/zero >block 2>/dev/null && wc -c <block)" != 2000 ] || blocks=8
(ulimit -f $blocks
    sweep 128 --output room.csv 2>room.err) || code=$?
[ "$code" -eq 1 ] && grep -q "cannot write 'room.csv': File too large" room.err ||
    fail "no room for the table: exit $code, $(cat room.err)"
[ ! -e room.csv ] && [ -e room.csv.partial ] || fail "$(ls -la room.csv*)"
eval "$(sed -n 's/^hint: go on with: //p' room.err)" || fail "the hint: $(cat room.err)"
same room.csv first.csv "after no room for the table"

# ---- a real full disk, where one can be mounted

if mkdir disk && mount -t tmpfs -o size=64k none disk 2>/dev/null; then
    mounted=$folder/disk
    head -c 45000 /dev/zero >disk/ballast
    code=0
    sweep 128 --output disk/full.csv 2>full.err || code=$?
    [ "$code" -eq 1 ] && grep -q 'No space left on device' full.err ||
        fail "full disk: exit $code, $(cat full.err)"
    rm disk/ballast
    sweep 128 --output disk/full.csv --resume 2>full.err || fail "$(cat full.err)"
    same disk/full.csv first.csv "after a full disk"
    umount disk
    mounted=
    echo "full disk: tried"
else
    echo "full disk: no right to mount one"
fi

# ---- a damaged file of results

sweep 128 --output hurt.csv --shard 1/1
mv hurt.csv.shard-1-of-1 hurt.csv.partial
size=$(wc -c <hurt.csv.partial)
for place in $((size - 1)) $((size - 3000)) $((size - 3001)); do
    printf '\125' | dd of=hurt.csv.partial bs=1 seek="$place" conv=notrunc 2>/dev/null
done
cp hurt.csv.partial hurt.kept
sweep 128 --output hurt.csv --resume 2>hurt.err || fail "$(cat hurt.err)"
grep -q "^warning: [23] damaged results in 'hurt.csv.partial': worked out again$" hurt.err ||
    fail "damage: $(cat hurt.err)"
same hurt.csv first.csv "after damage"
rm hurt.csv
cp hurt.kept hurt.csv.partial
printf '\125' | dd of=hurt.csv.partial bs=1 seek=100 conv=notrunc 2>/dev/null
code=0
sweep 128 --output hurt.csv --resume 2>hurt.err || code=$?
[ "$code" -eq 1 ] && grep -q "the head of 'hurt.csv.partial' is damaged" hurt.err ||
    fail "damaged head: exit $code, $(cat hurt.err)"
head -c 3000 hurt.kept >hurt.csv.partial
sweep 128 --output hurt.csv --resume 2>hurt.err || fail "cut short: $(cat hurt.err)"
same hurt.csv first.csv "after it was cut short"

# ---- shards, each a process, one of them killed

for i in 1 2 3 4; do
    (how=exec; sweep "$n" --output parts.csv --shard $i/4 --threads 1) &
    processes="${processes-} $!"
done
sleep 0.8
kill -9 $! 2>/dev/null || true
for process in $processes; do wait "$process" || true; done
for i in 1 2 3 4; do sweep "$n" --output parts.csv --shard $i/4 --resume; done
"$simulate" merge parts.csv.shard-*-of-4 --output parts.csv
same parts.csv whole.csv "in shards"

# ---- in five parameter sets, killed and in shards: bands, and a row for each run

printf 'k_S6K\tweight\n0.05\t1\n0.02\t2\n0.1\t1\n0.03\t0.5\n0.07\t1\n' >sets.tsv
few=$((n / 3))
sets() { sweep "$few" --ensemble sets.tsv "$@"; }
sets --output sets.whole --threads 2
sets --output sets.rows --threads 1 --members
[ "$(wc -l <sets.whole)" -eq $((few + 1)) ] || fail "rows of points"
[ "$(wc -l <sets.rows)" -eq $((5 * few + 1)) ] || fail "rows of runs"
rounds=0
done=
while [ -z "$done" ]; do
    rounds=$((rounds + 1))
    [ "$rounds" -le 100 ] || fail "no progress in 100 rounds"
    (how=exec; sets --output sets.csv --threads 2 --resume 2>sets.err) &
    process=$!
    sleep 1.5
    if kill -9 "$process" 2>/dev/null; then
        wait "$process" || true
    else
        wait "$process" || fail "parameter sets: $(cat sets.err)"
        done=1
    fi
    [ -e sets.csv ] && done=1
done
same sets.csv sets.whole "parameter sets after kill -9"
processes=
for i in 1 2 3; do
    (how=exec; sets --output set.csv --shard $i/3 --threads 1) &
    processes="$processes $!"
done
sleep 0.3
kill -9 $! 2>/dev/null || true
for process in $processes; do wait "$process" || true; done
for i in 1 2 3; do sets --output set.csv --shard $i/3 --resume; done
"$simulate" merge set.csv.shard-*-of-3 --output set.csv
same set.csv sets.whole "parameter sets in shards"
"$simulate" merge set.csv.shard-*-of-3 --members --output set.csv
same set.csv sets.rows "runs in parameter sets in shards"
echo "parameter sets: $rounds rounds"

# ---- a system that forbids executable memory

python3 - "$simulate" >forbidden.err 2>&1 <<'END' || fail "$(cat forbidden.err)"
import ctypes, os, subprocess, sys
PR_SET_MDWE, REFUSE_EXEC_GAIN = 65, 1
if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_MDWE, REFUSE_EXEC_GAIN, 0, 0, 0) != 0:
    print("the system cannot forbid it")
    sys.exit(0)
sweep = [sys.argv[1], "sweep", "--design", "sobol:128", "--vary", "IGF=0..2", "--vary", "k_S65=0.1..10:log",
         "--inhibit", "mTORC1", "--readout", "pAkt_S473@24h,auc:pS6K,fold:pERK"]
run = subprocess.run(sweep + ["--output", "forbidden.csv", "--verbose"], capture_output=True, text=True)
assert run.returncode == 0, run.stderr
assert "interpreter (this system forbids executable memory)" in run.stderr, run.stderr
run = subprocess.run(sweep + ["--kernel", "native"], capture_output=True, text=True)
assert run.returncode == 2 and run.stdout == "", (run.returncode, run.stderr)
print(run.stderr)
END
[ ! -e forbidden.csv ] || same forbidden.csv first.csv "without executable memory"
cat forbidden.err

ls -A | grep -q '^\.pathloop' && fail "left behind: $(ls -A)"
echo ok
