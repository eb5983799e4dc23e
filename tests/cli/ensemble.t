Every parameter set of a table: medians, and bands of 5 to 95 %.

  $ cat >doses.ant <<'END'
  > model doses
  >   unit time_unit = 60 second
  >   compartment c = 1
  >   species A in c, B in c
  >   A = 2; B = 1; k = 0.01; make = 0.02; dose = 0; g = 0; push = 0
  >   J1: -> A; make
  >   J2: A -> ; k*A
  >   J3: B -> ; push/(B - 3)
  >   readout_up := 1 + g*dose
  >   readout_A := A
  > end
  > END
  $ printf 'g\tk\n0.5\t0.01\n2\t0.02\n1\t0.04\n' >sets.tsv

  $ simulate --model doses.ant --ensemble sets.tsv --set dose=1@0 --for 2h
  doses - dose = 1 from 0 h - from rest - 3 sets of 'sets.tsv'
  (the level before treatment, then folds of it: medians, and below them 5 to 95 % of 3 sets)
  
               untreated      3 min     20 min        1 h        2 h  0 ... 2 h
  readout_up        1.00       2.00       2.00       2.00       2.00  =@@@@@@@@@@@@@@@
    5 to 95 %       1.00  1.50-3.00  1.50-3.00  1.50-3.00  1.50-3.00
  readout_A         1.00       1.00       1.00       1.00       1.00  @@@@@@@@@@@@@@@@
    5 to 95 %  0.50-2.00       1.00       1.00       1.00       1.00
  
  readout_up rises 2.0-fold (1.5 to 3.0 over 3 sets) by 3 min.
  $ simulate --model doses.ant --ensemble sets.tsv --set make=0@0 --for 2h --readout A
  doses - make = 0 from 0 h - from rest - 3 sets of 'sets.tsv'
  (the level before treatment, then folds of it: medians, and below them 5 to 95 % of 3 sets)
  
               untreated      3 min     20 min        1 h        2 h  0 ... 2 h
  readout_A         1.00       0.94       0.67       0.30       0.09  @#*++=--..._____
    5 to 95 %  0.50-2.00  0.89-0.97  0.45-0.82  0.09-0.55  0.01-0.30
  
  readout_A falls to 9 % (1 to 30 % over 3 sets) by 2 h.
  $ printf 'g\n-0.5\n0.5\n1\n' >open.tsv
  $ simulate --model doses.ant --ensemble open.tsv --set dose=1@0 --for 2h --readout up | tail -1
  Not decided, as less than 80 % of the sets agree: readout_up (0.5 to 2.0 over 3 sets) at 3 min.

The table.

  $ simulate --model doses.ant --ensemble sets.tsv --set dose=1@0 --for 2h --readout up --points 2 --format csv
  time_h,up_median,up_p05,up_p95,up_fold_median,up_fold_p05,up_fold_p95
  0,2,1.5,3,2,1.5,3
  2,2,1.5,3,2,1.5,3
  $ simulate --model doses.ant --ensemble sets.tsv --set dose=1@0 --for 2h --readout up --points 2 --long
  time_h,readout,median,p05,p95,fold_median,fold_p05,fold_p95
  0,up,2,1.5,3,2,1.5,3
  2,up,2,1.5,3,2,1.5,3
  $ simulate --model doses.ant --ensemble sets.tsv --set dose=1@0 --for 2h --readout up --points 2 --members
  member,time_h,up,up_fold
  1,0,1.5,1.5
  1,2,1.5,1.5
  2,0,3,3
  2,2,3,3
  3,0,2,2
  3,2,2,2
  $ simulate --model doses.ant --ensemble sets.tsv --set dose=1@0 --for 2h --readout up --points 2 --members --long --format md
  | member | time (h) | readout | value | fold |
  | --- | ---: | --- | ---: | ---: |
  | 1 | 0 | up | 1.5 | 1.5 |
  | 1 | 2 | up | 1.5 | 1.5 |
  | 2 | 0 | up | 3 | 3 |
  | 2 | 2 | up | 3 | 3 |
  | 3 | 0 | up | 2 | 2 |
  | 3 | 2 | up | 2 | 2 |
  $ simulate --model doses.ant --ensemble sets.tsv --for 2h --equilibrate --output x.csv >/dev/null; head -1 x.csv; wc -l <x.csv
  time_h,up_median,up_p05,up_p95,A_median,A_p05,A_p95
  98
  $ simulate --model doses.ant --ensemble sets.tsv --for 2h --every 1h --format csv --readout up
  time_h,up_median,up_p05,up_p95
  0,1,1,1
  1,1,1,1
  2,1,1,1
  $ printf 'g\tweight\n1\t3\n2\t1\n' >weights.tsv
  $ simulate --model doses.ant --ensemble weights.tsv --set dose=1@0 --for 2h --readout up --points 2 --members
  member,weight,time_h,up,up_fold
  1,0.75,0,2,2
  1,0.75,2,2,2
  2,0.25,0,3,3
  2,0.25,2,3,3

Measured points, provenance, caption and methods.

  $ printf 'time_h\treadout\tvalue\tsd\n0.5\tup\t2.5\t0.5\n1.9\tup\t2\t0.5\n' >points.tsv
  $ simulate --model doses.ant --ensemble sets.tsv --set dose=1@0 --for 2h --readout up --data points.tsv | tail -3
  Misfit to 'points.tsv' (median fold of untreated):
    all readouts: 2 points, rms 0.354, chi2 1 for 2 with an sd
    readout_up: 2 points, rms 0.354, chi2 1 for 2 with an sd
  $ simulate --model doses.ant --ensemble sets.tsv --set dose=1@0 --for 2h --provenance p.json >/dev/null
  $ grep -A 3 '"ensemble"' p.json
    "ensemble": "sets.tsv",
    "ensemble_digest": "ff956d7478f649dc",
    "sets": 3,
    "sets_failed": 0,
  $ simulate --model doses.ant --ensemble sets.tsv --set dose=1@0 --for 2h --methods | tail -13 | sed 's/pathloop [0-9.]*/pathloop VERSION/'
  Simulations were run with pathloop VERSION on the model doses (doses.ant, SHA-256
  9a453bf5e8338e9bf536836a6097e5d96bc053c4b619ac345e6bd9e1d4d9d6c9). 3 parameter
  sets (sets.tsv, digest ff956d7478f649dc) were run, each from a rest of its own;
  given are the median and, as a band, 5 to 95 % of the weight (quantiles as in
  Hyndman & Fan 1996, Am Stat 50:361, definition 5). The network was brought to
  rest before time 0. Treatment: dose = 1 from 0 h. Runs lasted 2 h. Folds are
  values over the untreated rest state. The differential equations were integrated
  by the Rosenbrock method Rodas5P (order 5, L-stable; Steinebach 2023, BIT Numer
  Math 63:27) with an analytic Jacobian, a relative tolerance of 1e-06 and an
  absolute tolerance of 1e-09 times the level of each species at the start (or a
  millionth of the largest level, if that is more). Numbers do not depend on the
  number of threads, nor on whether formulas ran as machine code or were
  interpreted.
  $ simulate --model doses.ant --ensemble sets.tsv --set dose=1@0 --for 2h --verbose --threads 2 2>&1 >/dev/null | head -1
  rodas, rtol 1e-06: 3 parameter sets

Sets that fail are left out; sets of a model that does not start at rest are told.

  $ printf 'g\tpush\tB\n1\t0\t1\n5\t1\t3\n2\t0\t1\n' >bad.tsv
  $ simulate --model doses.ant --ensemble bad.tsv --set dose=1@0 --for 2h --readout up --no-equilibrate
  doses - dose = 1 from 0 h - from the file's values - 3 sets of 'bad.tsv'
  (the level before treatment, then folds of it: medians, and below them 5 to 95 % of 2 sets)
  
               untreated      3 min     20 min        1 h        2 h  0 ... 2 h
  readout_up        1.00       2.50       2.50       2.50       2.50  -@@@@@@@@@@@@@@@
    5 to 95 %       1.00  2.00-3.00  2.00-3.00  2.00-3.00  2.00-3.00
  
  readout_up rises 2.5-fold (2.0 to 3.0 over 2 sets) by 3 min.
  warning: 1 of 3 runs failed and is left out: dose = 1 from 0 h in set 2: the rate of 'J3' is not finite at t = 0 min
  $ simulate --model doses.ant --ensemble bad.tsv --set dose=1@0 --for 2h --readout up --no-equilibrate --members --points 2 2>/dev/null
  member,time_h,up,up_fold
  1,0,2,2
  1,2,2,2
  2,0,,
  2,2,,
  3,0,3,3
  3,2,3,3
  $ simulate --model doses.ant --ensemble sets.tsv --for 2h --readout A
  doses - untreated - from the file's values - 3 sets of 'sets.tsv'
  (medians, and below them 5 to 95 % of 3 sets)
  
                0 h      3 min     20 min        1 h        2 h  0 ... 2 h
  readout_A    2.00       1.94       1.67       1.30       1.09  @@##***+++++++==
    5 to 95 %  2.00  1.83-2.00  1.17-2.00  0.64-2.00  0.51-2.00
  warning: runs start from the file's values, which are not at rest in 2 of 3 parameter sets
  hint: --equilibrate brings the network to rest first

What does not go.

  $ simulate --model doses.ant --members
  error: --members is for an ensemble, and there is none
  hint: add --ensemble FILE, a table of parameter sets
  [2]
  $ simulate --model doses.ant --ensemble missing.tsv
  error: cannot read 'missing.tsv': No such file or directory
  hint: check the spelling; a relative path starts at the present folder
  [2]
  $ printf 'gg\n1\n' >wrong.tsv; simulate --model doses.ant --ensemble wrong.tsv
  error: wrong.tsv: column 'gg' is no parameter of the model
  [2]
  $ simulate --model doses.ant --ensemble sets.tsv --output sets.tsv
  error: 'sets.tsv' is the table of parameter sets: it would be written over
  hint: give --output another name
  [2]
  $ simulate --model doses.ant --ensemble sets.tsv --equilibrate --no-equilibrate
  error: --equilibrate and --no-equilibrate exclude each other
  [2]

  $ command -v gnuplot >/dev/null || exit 80
  $ simulate --model doses.ant --ensemble sets.tsv --set dose=1@0 --for 2h --plot x.svg --caption >/dev/null
  $ grep -o '<text>[^<]*sets[^<]*' x.svg | cut -c 7- | sed 's/pathloop [0-9.]*/pathloop VERSION/'
  doses 9a453bf5 · dose = 1 from 0 h · 3 parameter sets (sets.tsv ff956d7478f649dc) · folds are values over the untreated rest state · pathloop VERSION
  median, 5 to 95 % of 3 sets

What the sets hold is not set for all of them alike; a step is another thing.

  $ simulate --model doses.ant --ensemble sets.tsv --set k=0.05 --for 2h
  error: 'k' is set (k=0.05), and a column of the parameter sets too (sets.tsv)
  hint: leave that column out, or set 'k' from a time on (@0)
  [2]
  $ simulate steady --model doses.ant --ensemble sets.tsv --background "set k=0.05"
  error: 'k' is set (k=0.05), and a column of the parameter sets too (sets.tsv)
  hint: leave that column out, or set 'k' from a time on (@0)
  [2]
  $ simulate --model doses.ant --ensemble sets.tsv --set k=0.05@0 --for 2h | tail -1
  readout_A falls to 43 % (24 to 81 % over 3 sets) by 1 h.
  $ simulate compare --model doses.ant --ensemble sets.tsv --treat "loss: set k=0.05, set dose=1@0" --treat "set dose=1@0" --for 2h >compared
  warning: loss: k=0.05 stands above the column of the parameter sets (sets.tsv): all have that value
  $ head -3 compared
  doses - 3 sets of 'sets.tsv' - 2 treatments - from rest
  (folds of the untreated level: medians, below them 5 to 95 %. Low is below 0.9 of untreated, risen above 1.1. "Back by" and "from" say when a readout passed 0.9 or 1.1 for the last time)
  

A table with commas has a name that says so.

  $ tr '\t' ',' <sets.tsv >commas.tsv
  $ simulate --model doses.ant --ensemble commas.tsv --for 2h
  commas.tsv:1:1: error: the header has commas and no tab: only in a file named .csv do commas stand between columns
      1 | g,k
        | ^
  hint: name it .csv, or put tabs in place of the commas
  [2]

Where nothing is left of a treatment, its first run says why.

  $ simulate --model doses.ant --ensemble sets.tsv --set make=0@0 --max-steps 2 --for 2h
  error: make = 0 from 0 h: all 3 parameter sets failed; the first, set 1: integration stopped at t = 72.0136 min (step 49.3 min, rtol 1e-06): all 2 steps are used up
  [1]
  $ head -2 sets.tsv >one.tsv
  $ simulate --model doses.ant --ensemble one.tsv --set make=0@0 --max-steps 2 --for 2h
  error: make = 0 from 0 h, set 1: integration stopped at t = 72.0136 min (step 49.3 min, rtol 1e-06): all 2 steps are used up
  [1]
