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

The map of other sweeps: linear, points that failed, two levels, one level, cells.

  $ printf "x' = a*x^2 + b\nx = 1; a = 1; b = 1\n" >blow.ant
  $ simulate sweep --model blow.ant --for 1 --vary a=0..2:3 --vary b=0..1:2 --readout x --output gaps.csv 2>/dev/null
  $ draw() { (here=$PWD; cd "$scripts/../plots" && gnuplot -e "csv = '$here/$2'; picture = '$here/$3'" "$1"); }
  $ draw sweep-map.gp gaps.csv gaps.svg
  $ head -c 5 gaps.svg
  <?xml (no-eol)
  $ draw sweep-map.gp gaps.csv gaps.pdf
  $ head -c 4 gaps.pdf
  %PDF (no-eol)
  $ draw sweep-map.gp gaps.csv gaps.gif 2>&1 | grep -o 'sweep-map.gp: the picture .*'
  sweep-map.gp: the picture is a .png, .svg or .pdf
  $ printf 'cell,dose,x,error\nher_a,1,1,\nher_a,10,2,\nher_b,1,3,\nher_b,10,,"it, ""failed"""\n' >cells.csv
  $ draw sweep-map.gp cells.csv cells.svg
  $ grep -o '>her_[ab]<' cells.svg
  >her_a<
  >her_b<
  $ printf 'dose,cell,x,error\n3,her_a,1,\n3,her_b,2,\n' >level.csv
  $ draw sweep-map.gp level.csv level.svg
  $ grep -o '>her_[ab]<' level.svg
  >her_a<
  >her_b<

What is no map says why, and leaves no picture.

  $ draw sweep-map.gp sweep-one.csv no.png 2>&1 | grep -o 'sweep-map.gp: .*'
  sweep-map.gp: the points are no full grid, as --vary UP --vary RIGHT gives one
  $ sed '2,$s/^\([^,]*,[^,]*\),.*/\1,,failed/' gaps.csv >none.csv
  $ draw sweep-map.gp none.csv no.png 2>&1 | grep -o 'sweep-map.gp: .*'
  sweep-map.gp: not one point has a value: the last column says why
  $ ls no.png 2>/dev/null
  [2]

Curves of other sweeps: a point that failed is a gap, be it the first, one inside, or the last;
eight marks are six points and two in the legend. Cells stand side by side.

  $ printf 'k,a,b,error\n1,1,2,\n2,3,4,\n3,2,3,\n4,5,6,\n' >whole.csv
  $ for row in 2 3 5; do sed "${row}s/,.*/,,,\"it, \"\"failed\"\"\"/" whole.csv >gap.csv; draw sweep-one.gp gap.csv gap.svg && grep -c "gpPt[0-9]*' transform='translate" gap.svg; done
  8
  8
  8
  $ draw sweep-one.gp whole.csv whole.svg && grep -c "gpPt[0-9]*' transform='translate" whole.svg
  0
  [1]
  $ printf 'k,a,error\n1,1,\n' >single.csv; draw sweep-one.gp single.csv single.svg && grep -c "gpPt[0-9]*' transform='translate" single.svg
  2
  $ printf 'cell,a,error\nher_a,1,\nher_b,2,\n' >cell.csv; draw sweep-one.gp cell.csv cell.svg && grep -o '>her_[ab]<' cell.svg
  >her_a<
  >her_b<
  $ draw sweep-one.gp level.csv no.png 2>&1 | grep -o 'sweep-one.gp: .*'
  sweep-one.gp: the column 'cell' holds no numbers: one quantity varies here, and two are drawn by sweep-map.gp
  $ sed '2,$s/,.*/,,,failed/' whole.csv >none.csv
  $ draw sweep-one.gp none.csv no.png 2>&1 | grep -o 'sweep-one.gp: .*'
  sweep-one.gp: not one point has a value: the last column says why
  $ head -1 whole.csv >none.csv
  $ draw sweep-one.gp none.csv no.png 2>&1 | grep -o 'sweep-one.gp: .*'
  sweep-one.gp: the table has no rows
  $ ls no.png 2>/dev/null
  [2]

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

A copy in another folder finds the templates where pathloop is installed.

  $ mkdir -p root/bin root/share/pathloop copies && cp -R "$scripts/../plots" root/share/pathloop/
  $ ln -s "$(command -v simulate)" root/bin/simulate
  $ cp "$scripts/sweep-one" copies/
  $ PATHLOOP_DATA=$PWD/root/share/pathloop; cp -R "$scripts/../models" "$PATHLOOP_DATA"; export PATHLOOP_DATA
  $ PATH=$PWD/root/bin:$PATH copies/sweep-one
  sweep-one.csv and sweep-one.png are there

Texts and folders are data: with a quote in them, too.

  $ mkdir "it's here" && cd "it's here"
  $ sed "s/^title=.*/title=\"Akt's answer\"/; s/^x_label=.*/x_label=\"it's a dose\"/; s/:log:41/:log:3/" "$scripts/sweep-one" >mine
  $ chmod +x mine && ./mine
  sweep-one.csv and sweep-one.png are there
  $ sed "s/^title=.*/title=\"Akt's answer\"/; s/^z_label=.*/z_label=\"it's a fold\"/; s/:log:[34]1/:log:3/; s,^name=.*,name=\$PWD/map," "$scripts/sweep-map" >mine
  $ ./mine | sed 's,/[^ ]*/,,; s,/[^ ]*/,,'
  it's here/map.csv and it's here/map.png are there (glob)

A picture that cannot be drawn leaves the one of before.

  $ echo old >sweep-one.png
  $ sed 's/^vary=.*/vary=k_PIP3=-0.3..-0.2:2/; s/fold:[^,]*,//g; s/fold://' "$scripts/sweep-one" >mine
  $ ./mine 2>&1 | grep -o 'sweep-one.gp: .*\|mine: .*'
  sweep-one.gp: not one point has a value: the last column says why
  mine: no picture was drawn; the table is sweep-one.csv
  $ cat sweep-one.png
  old
  $ ls
  map.csv
  map.png
  mine
  sweep-one.csv
  sweep-one.png
  $ cd ..

What is not there is told before the work.

  $ mkdir bare
  $ for tool in sh dirname readlink grep seq; do ln -s "$(command -v "$tool")" bare/; done
  $ cp "$scripts/sweep-map" "$scripts/sweep-shards" copies/; rm -f sweep-*.csv
  $ for script in one map shards; do PATH=$PWD/bare copies/sweep-$script 2>&1; done
  copies/sweep-one: there is no simulate here: put its folder into PATH, or build it by scripts/quickstart, or install it by 'meson install -C build'
  copies/sweep-map: there is no simulate here: put its folder into PATH, or build it by scripts/quickstart, or install it by 'meson install -C build'
  copies/sweep-shards: there is no simulate here: put its folder into PATH, or build it by scripts/quickstart, or install it by 'meson install -C build'
  [1]
  $ ln -s "$(command -v simulate)" bare/
  $ PATH=$PWD/bare copies/sweep-one
  copies/sweep-one: there is no gnuplot here, which draws the picture: install it (Debian: apt install gnuplot-nox)
  [1]
  $ ls sweep-*.csv 2>/dev/null
  [2]

A program that was built and not installed has its templates beside its folder.

  $ mkdir -p tree/build && cp -R "$scripts/../plots" tree/ && cp "$(command -v simulate)" tree/build/
  $ mkdir own && sed "s,^model=.*,model=$scripts/../models/her2-mtor.ant,; s/:log:41/:log:3/" "$scripts/sweep-one" >own/mine && chmod +x own/mine
  $ (unset PATHLOOP_DATA; PATH=$PWD/tree/build:$PATH own/mine)
  sweep-one.csv and sweep-one.png are there
