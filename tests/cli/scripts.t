The scripts that a user copies run as they are, from any folder.

  $ command -v gnuplot >/dev/null && command -v parallel >/dev/null || exit 80
  $ scripts=$TESTDIR/../../scripts
  $ "$scripts/sweep-one"
  sweep-one.csv and sweep-one.png are there
  $ wc -l <sweep-one.csv
  42
  $ head -c 4 sweep-one.png | tail -c 3
  PNG (no-eol)
  $ "$scripts/sweep-map"
  sweep-map.csv and sweep-map.png are there
  $ wc -l <sweep-map.csv
  1272
  $ head -c 4 sweep-map.png | tail -c 3
  PNG (no-eol)

The map of other sweeps: linear, points that failed, two levels.

  $ printf "x' = a*x^2 + b\nx = 1; a = 1; b = 1\n" >blow.ant
  $ simulate sweep --model blow.ant --for 1 --vary a=0..2:3 --vary b=0..1:2 --readout x --output gaps.csv 2>/dev/null
  $ map() { (here=$PWD; cd "$scripts/../plots" && gnuplot -e "csv = '$here/$1'; picture = '$here/$2'" sweep-map.gp); }
  $ map gaps.csv gaps.svg
  $ head -c 5 gaps.svg
  <?xml (no-eol)
  $ map gaps.csv gaps.pdf
  $ head -c 4 gaps.pdf
  %PDF (no-eol)
  $ map gaps.csv gaps.gif 2>&1 | grep -o 'sweep-map.gp: the picture .*'
  sweep-map.gp: the picture is a .png, .svg or .pdf

Shards, by GNU parallel and as a Slurm task would run them, of a copy with fewer points.

  $ sed 's/sobol:4096/sobol:64/; s/^shards=16/shards=3/' "$scripts/sweep-shards" >shards
  $ chmod +x shards
  $ ./shards check | sed 's/^about .*/about .../'
  her2-mtor - everolimus 20 nM from 0 h
  64 points
    k_S65  0.1 to 10, logarithmic, before the rest
    d_S65  0.1 to 10, logarithmic, before the rest
    IGF    0.1 to 30, logarithmic, before the rest
  a rest state of its own for each point
  3 readouts: pAkt_S473@24h, fold:pAkt_S473@24h, auc:pS6K
  about ...
  $ ./shards 2>/dev/null
  $ wc -l <sweep-shards.csv
  65
  $ mv sweep-shards.csv by-parallel.csv; rm sweep-shards.csv.shard-1-of-3 sweep-shards.csv.shard-3-of-3
  $ ./shards merge
  error: shards 1 and 3 of 3 are missing
  hint: name their files too, or make them: the command of the sweep with --shard 1/3
  [1]
  $ for task in 1 2 3; do SLURM_ARRAY_TASK_ID=$task SLURM_CPUS_PER_TASK=2 ./shards; done
  $ ./shards merge
  $ cmp sweep-shards.csv by-parallel.csv

A copy in another folder finds the templates where pathloop is installed.

  $ mkdir -p root/bin root/share/pathloop copies && cp -R "$scripts/../plots" root/share/pathloop/
  $ ln -s "$(command -v simulate)" root/bin/simulate
  $ cp "$scripts/sweep-one" copies/
  $ PATHLOOP_DATA=$PWD/root/share/pathloop; cp -R "$scripts/../models" "$PATHLOOP_DATA"; export PATHLOOP_DATA
  $ PATH=$PWD/root/bin:$PATH copies/sweep-one
  sweep-one.csv and sweep-one.png are there
