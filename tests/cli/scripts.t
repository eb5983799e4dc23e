The scripts that a user copies run as they are, from any folder: a table, a picture, and what
they found.

  $ command -v gnuplot >/dev/null && command -v parallel >/dev/null || exit 80
  $ scripts=$TESTDIR/../../scripts
  $ "$scripts/rebound-pten"
  The fold of Akt pS473 at 24 h is least, 1.00, at everolimus 0.01 nM and PTEN 0.01, and largest, 1.74, at everolimus 100 nM and PTEN 1; it is nowhere below 1.
  $ wc -l <rebound-pten.csv
  1272
  $ "$scripts/rebound-irs1"
  mtorc2_side:
  The fold of Akt pS473 at 24 h is least, 1.41, at k_IRS1_S 100, and largest, 1.56, at k_IRS1_S 0.1585; it is nowhere below 1.
  receptor_side:
  The fold of Akt pS473 at 24 h is least, 0.92, at k_IRS1_S 100, and largest, 1.57, at k_IRS1_S 0.1585; it passes 1 at 10.91.
  $ "$scripts/akt-inhibitor-when" | tail -2
  Akt pS473 rises under everolimus alone (from 44 min); it is still low at 48 h under MK-2206 at 0 h, MK-2206 at 1 h, MK-2206 at 4 h and 2 more.
  (2 rival parameter sets: --variant all says whether they agree)
  $ "$scripts/dish-and-patient" | tail -1
  Akt pS473 rises under dish, 20 nM (from 44 min to 68 min); not decided under patient, 0.6 nM (back or risen in 50 % of the sets).
  $ ls
  akt-inhibitor-when.csv
  akt-inhibitor-when.svg
  dish-and-patient.csv
  dish-and-patient.svg
  rebound-irs1-mtorc2_side.csv
  rebound-irs1-mtorc2_side.svg
  rebound-irs1-receptor_side.csv
  rebound-irs1-receptor_side.svg
  rebound-pten.csv
  rebound-pten.svg
  $ for picture in *.svg; do head -c 5 "$picture" && echo; done
  <?xml
  <?xml
  <?xml
  <?xml
  <?xml

Options behind them go to the program.

  $ "$scripts/rebound-pten" --variant receptor_side
  The fold of Akt pS473 at 24 h is least, 1.00, at everolimus 0.07943 nM and PTEN 1, and largest, 1.64, at everolimus 100 nM and PTEN 0.1585; it is above 1 at 1204 of 1271 points.
  $ "$scripts/dish-and-patient" --cell her2_normal | tail -1
  Akt pS473 rises under dish, 20 nM (from 34 min) and patient, 0.6 nM (from 53 min to 68 min).
  $ rm -f *.csv *.svg

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

Without GNU parallel: one shard after another.

  $ mkdir without && printf '#!/bin/sh\nexit 1\n' >without/parallel && chmod +x without/parallel
  $ rm sweep-shards.csv*; PATH=$PWD/without:$PATH ./shards
  $ cmp sweep-shards.csv by-parallel.csv

A copy in another folder works where pathloop is installed; what is not there is told before the work.

  $ mkdir -p bare copies && cp "$scripts"/rebound-pten "$scripts"/sweep-shards copies/
  $ copies/rebound-pten >sentence && cmp "$scripts/rebound-pten" copies/rebound-pten && cat sentence
  The fold of Akt pS473 at 24 h is least, 1.00, at everolimus 0.01 nM and PTEN 0.01, and largest, 1.74, at everolimus 100 nM and PTEN 1; it is nowhere below 1.
  $ for tool in sh dirname readlink grep seq; do ln -s "$(command -v "$tool")" bare/; done
  $ rm -f *.csv
  $ PATH=$PWD/bare copies/sweep-shards
  copies/sweep-shards: there is no simulate here: put its folder into PATH, or build it by scripts/quickstart, or install it by 'meson install -C build'
  [1]
  $ ln -s "$(command -v simulate)" bare/
  $ PATH=$PWD/bare copies/rebound-pten
  error: gnuplot is not installed
  hint: sudo apt install gnuplot-nox
  [1]
  $ ls *.csv 2>/dev/null
  [2]
