Shards, put together in any order, are the file that one process would have written.

  $ S="--vary everolimus=0.01..100nM:log:7 --vary cell=all --vary IGF=0..2:3 --readout pAkt_S473@24h,auc:pS6K"
  $ simulate sweep $S --output whole.csv
  $ wc -l <whole.csv
  148
  $ for i in 1 2 3 4 5; do simulate sweep $S --output f.csv --shard $i/5 --threads 1; done
  $ ls
  f.csv.shard-1-of-5
  f.csv.shard-2-of-5
  f.csv.shard-3-of-5
  f.csv.shard-4-of-5
  f.csv.shard-5-of-5
  whole.csv
  $ simulate merge f.csv.shard-3-of-5 f.csv.shard-5-of-5 f.csv.shard-1-of-5 f.csv.shard-2-of-5 f.csv.shard-4-of-5 --output f.csv
  $ cmp f.csv whole.csv
  $ simulate merge f.csv.shard-*-of-5 | cmp - whole.csv

In every format.

  $ for f in tsv md json; do simulate sweep $S --format $f >whole.$f; simulate merge f.csv.shard-* --output merged.$f && cmp merged.$f whole.$f; done
  $ simulate merge f.csv.shard-* --format json | cmp - whole.json

Points that failed, and more shards than points.

  $ printf "x' = a*x^2\nx = 1; a = 1\n" >blow.ant
  $ B="--model blow.ant --for 1.5 --vary a=0..2:3 --readout x"
  $ simulate sweep $B --output b.csv 2>/dev/null
  $ for i in 1 2 3 4 5; do simulate sweep $B --output b.csv --shard $i/5 2>/dev/null; done
  $ simulate merge b.csv.shard-* 2>err | cmp - b.csv
  $ sed 's/(step [^,]*/(step .../' err
  warning: 2 of 3 points failed, the first: integration stopped at t = 1.00001 (step ..., rtol 1e-06)
  hint: the column 'error' says why of each

Shards that are not there, or not complete.

  $ rm f.csv.shard-2-of-5
  $ simulate merge f.csv.shard-*
  error: shard 2 of 5 is missing
  hint: name its file too, or make it: the command of the sweep with --shard 2/5
  [1]
  $ mv f.csv.shard-4-of-5 four
  $ simulate merge f.csv.shard-*
  error: shards 2 and 4 of 5 are missing
  hint: name their files too, or make them: the command of the sweep with --shard 2/5
  [1]
  $ simulate merge f.csv.shard-* four
  error: no file has the points 29 to 57 of 147
  hint: name the files of all shards
  [1]
  $ simulate merge four
  error: no file has the points 0 to 87 of 147
  hint: name the files of all shards
  [1]
  $ rm b.csv.shard-1-of-5 b.csv.shard-2-of-5
  $ simulate merge b.csv.shard-*
  error: shard 2 of 5 is missing
  hint: name its file too, or make it: the command of the sweep with --shard 2/5
  [1]
  $ simulate sweep $S --output f.csv --shard 2/5 --threads 1
  $ cp f.csv.shard-2-of-5 two
  $ printf '\001' | dd of=f.csv.shard-2-of-5 bs=1 seek=$(($(wc -c <f.csv.shard-2-of-5) - 20)) conv=notrunc 2>/dev/null
  $ simulate merge f.csv.shard-* four
  error: 'f.csv.shard-2-of-5' lacks 1 of its 29 points
  hint: go on with it: the command of the sweep with --shard 2/5 --resume
  [1]
  $ simulate merge f.csv.shard-1-of-5 two f.csv.shard-3-of-5 four f.csv.shard-5-of-5 | cmp - whole.csv
  $ simulate sweep $S --output f.csv --shard 2/5 --resume
  warning: 1 damaged result in 'f.csv.shard-2-of-5': worked out again
  $ simulate merge f.csv.shard-* four | cmp - whole.csv

Shards that do not belong together.

  $ simulate merge f.csv.shard-* four four
  error: 'four' and 'four' both have the points 88 to 116
  hint: name each shard once
  [2]
  $ simulate merge f.csv.shard-* four two
  error: 'f.csv.shard-2-of-5' and 'two' both have the points 29 to 57
  hint: name each shard once
  [2]
  $ simulate sweep $S --rtol 1e-5 --output g.csv --shard 2/5
  $ simulate merge f.csv.shard-1-of-5 g.csv.shard-2-of-5
  error: 'f.csv.shard-1-of-5' and 'g.csv.shard-2-of-5' are of two sweeps: 'run' differs
  note: in the first: for=2880 equilibrate=if treated method=rodas rtol=1e-06 atol=rule max-steps=100000
  note: in the other: for=2880 equilibrate=if treated method=rodas rtol=1e-05 atol=rule max-steps=100000
  [2]
  $ simulate sweep --vary IGF=0..2:7 --readout pS6K --output h.csv --shard 1/2
  $ simulate merge h.csv.shard-1-of-2 f.csv.shard-1-of-5
  error: 'h.csv.shard-1-of-2' and 'f.csv.shard-1-of-5' are of two sweeps: 'factors' differs
  note: in the first: IGF
  note: in the other: drug_everolimus [nM], cell, IGF
  [2]

What is no shard.

  $ simulate merge
  error: merge needs the files of shards
  hint: simulate merge sweep.csv.shard-*
  [2]
  $ simulate merge nowhere
  error: cannot read 'nowhere': No such file or directory
  [2]
  $ simulate merge whole.csv
  error: 'whole.csv' is no file of results of a sweep
  hint: give the name of another file
  [1]
  $ : >nothing
  $ simulate merge nothing
  error: 'nothing' is empty: its run ended before the first point
  hint: run it again with --resume
  [1]
  $ head -c 60 f.csv.shard-1-of-5 >cut; simulate merge cut
  error: the head of 'cut' is damaged: which sweep it belongs to cannot be told
  hint: remove it and begin anew
  [1]
  $ mkdir folder
  $ simulate merge folder
  error: cannot read 'folder': Is a directory
  hint: give the name of a file in it
  [2]
  $ simulate merge f.csv.shard-* four --output nowhere/f.csv
  error: cannot write 'nowhere/f.csv': No such file or directory
  hint: make the folder 'nowhere' first
  [1]
  $ simulate merge f.csv.shard-* four --output /dev/full
  error: cannot write '/dev/full': No space left on device
  hint: make room, or write to another disk
  [1]
  $ simulate merge f.csv.shard-* four | head -1
  drug_everolimus,cell,IGF,pAkt_S473@24h,auc:pS6K,error
