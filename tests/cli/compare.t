Treatments side by side. A model with a closed form: under an inhibition of T by f from
0 h the fold of R is (1 - f + f exp(-2 t)) (1 + g f (1 - exp(-0.1 t))).

  $ cat >toy.ant <<END
  > model toy
  >   unit time_unit = 3600 second;
  >   species x, w; x = 1; w = 1;
  >   inhibit_T = 0; drug_A = 0; drug_B = 0; g = 2; h = 1;
  >   J1: -> x; 2*(1 - inhibit_T - x);
  >   J2: -> w; 0.1*(1 + g*feedback_T_w - w);
  >   feedback_T_w := inhibit_T;
  >   readout_r := 3*x*w; readout_r is "R level";
  >   readout_a := 1/(1 + drug_A/10)/(1 + drug_B/20); readout_a is "A activity";
  >   readout_b := 1 + drug_A/10 + drug_B/10; readout_b is "B side";
  >   readout_h := (1 + drug_A/10)^h; readout_h is "H rise";
  > end
  > END
  $ printf 'conditionId\tconditionName\tg\nplain\tPlain, as it is\t2\nstrong\tStrong return\t4\n' >toy.cells.tsv
  $ printf 'conditionId\tconditionName\th\nlow\tflat\t1\nhigh\tsteep\t2\n' >toy.variants.tsv
  $ printf 'drugId\tdrugName\tclass\tdose\nA\tagentine\tblocker\t30nM\nB\tbetanol\topener\t20nM\n' >toy.drugs.tsv
  $ printf 'treatmentId\ttreatmentName\tclass\ttreatment\nhalf\thalf of T\tinhibitor\tinhibit T=0.5\nwhole\tall of T\tinhibitor\tinhibit T\nboth\tA + B\tblocker + opener\tdrug A=30nM, B=20nM\n' >toy.treatments.tsv

The table of treatments, and others in its place.

  $ simulate compare --model toy.ant
  toy - cell Plain, as it is - 3 treatments - from rest
  (folds of the untreated level. Low is below 0.9 of untreated, risen above 1.1. "Back by" and "from" say when a readout passed 0.9 or 1.1 for the last time)
  
  R level, 3.00 untreated
             class              1 h    8 h   24 h   48 h  0 ... 48 h
  half of T  inhibitor         0.62   0.78   0.95   1.00  @+**####@@@@@@@@  falls to 0.60, back by 16 h
  all of T   inhibitor         0.16  <0.01  <0.01  <0.01  @_______________  falls to <0.01, stays down
  A + B      blocker + opener  1.00   1.00   1.00   1.00  @@@@@@@@@@@@@@@@  stays within 10 %
  
  R level comes back under half of T (by 16 h); it is still low at 48 h under all of T; it ends as it began under A + B.
  (2 rival parameter sets: --variant all says whether they agree)
  $ simulate compare --model toy.ant --treat "intact: inhibit T=0.5" --treat "held: inhibit T=0.5, clamp T_w" --at 0,30min,8h --for 12h
  toy - cell Plain, as it is - 2 treatments - from rest
  (folds of the untreated level. Low is below 0.9 of untreated, risen above 1.1. "Back by" and "from" say when a readout passed 0.9 or 1.1 for the last time)
  
  R level, 3.00 untreated
           0 h  30 min   8 h  0 ... 12 h
  intact  1.00    0.72  0.78  @*+++++******###  falls to 0.60, partly back: 0.85
  held    1.00    0.68  0.50  @*==============  falls to 0.50, stays down
  
  R level is still low at 12 h under intact and held.
  (2 rival parameter sets: --variant all says whether they agree)
  $ simulate compare --model toy.ant --treat "drug A=30nM" --treat "variant high, drug A=30nM" --readout h,a
  toy - cell Plain, as it is - 2 treatments - from rest
  (folds of the untreated level. Low is below 0.9 of untreated, risen above 1.1. "Back by" and "from" say when a readout passed 0.9 or 1.1 for the last time)
  
  H rise, 1.00 untreated
                  class      1 h    8 h   24 h   48 h  0 ... 48 h
  A 30 nM         blocker   4.00   4.00   4.00   4.00  .@@@@@@@@@@@@@@@  rises at once
  A 30 nM (high)  blocker  16.00  16.00  16.00  16.00  _@@@@@@@@@@@@@@@  rises at once
  
  A activity, 1.00 untreated
                  class     1 h   8 h  24 h  48 h  0 ... 48 h
  A 30 nM         blocker  0.25  0.25  0.25  0.25  @...............  falls to 0.25, stays down
  A 30 nM (high)  blocker  0.25  0.25  0.25  0.25  @...............  falls to 0.25, stays down
  
  H rise rises under A 30 nM (at once) and A 30 nM (high) (at once).
  (2 rival parameter sets: --variant all says whether they agree)
  $ simulate compare --model toy.ant --drug B=20nM --treat none --treat "drug A=10nM@24h.." --readout a
  toy - cell Plain, as it is - 2 treatments, each with B 20 nM from 0 h - from rest
  (folds of the untreated level. Low is below 0.9 of untreated, risen above 1.1. "Back by" and "from" say when a readout passed 0.9 or 1.1 for the last time)
  
  A activity, 1.00 untreated
                     class     1 h   8 h  24 h  48 h  0 ... 48 h
  untreated                   0.50  0.50  0.50  0.50  @===============  falls to 0.50, stays down
  A 10 nM from 24 h  blocker  0.50  0.50  0.25  0.25  @=======........  falls to 0.25, stays down
  
  A activity is still low at 48 h under untreated and A 10 nM from 24 h.
  (2 rival parameter sets: --variant all says whether they agree)

Cells and rival parameter sets.

  $ simulate compare --model toy.ant --cell plain,strong --treat "inhibit T=0.5" --treat "inhibit T=0.6" | tail -2
  R level comes back or rises in all 2 cells under T inhibited 50 %; in some cells under T inhibited 60 % (1 of 2).
  (2 rival parameter sets: --variant all says whether they agree)
  $ simulate compare --model toy.ant --cell all --readout r | grep R
  Plain, as it is - R level, 3.00 untreated
  Strong return - R level, 3.00 untreated
  R level comes back or rises in all 2 cells under half of T; in no cell under all of T and A + B.
  $ simulate compare --model toy.ant --cell "Strong return" --cell "Plain, as it is" | sed -n 1p
  toy - 2 cells - 3 treatments - from rest
  $ simulate compare --model toy.ant --variant all --readout h --treat "drug A=0.9nM" --treat "drug A=9nM" | tail -1
  H rise rises under A 9 nM (at once); not decided under A 900 pM (back or risen in 50 % of the sets).
  $ printf 'g\tweight\n4\t5\n1.5\t3\n0.1\t2\n' >sets.tsv
  $ simulate compare --model toy.ant --ensemble sets.tsv
  toy - cell Plain, as it is - 3 sets of 'sets.tsv' - 3 treatments - from rest
  (folds of the untreated level: medians, below them 5 to 95 %. Low is below 0.9 of untreated, risen above 1.1. "Back by" and "from" say when a readout passed 0.9 or 1.1 for the last time)
  
  R level, 3.00 untreated
             class                   1 h        8 h       24 h       48 h  0 ... 48 h
  half of T  inhibitor              0.63       0.84       1.05       1.10  #=+*####@@@@@@@@  falls to 0.67, back by 5.1 h, above from 9.2 h
                               0.57-0.68  0.51-1.05  0.52-1.41  0.52-1.49                    in 50 % of sets
  all of T   inhibitor              0.17      <0.01      <0.01      <0.01  @_______________  falls to <0.01, stays down
                               0.14-0.19      <0.01      <0.01      <0.01                    in all sets
  A + B      blocker + opener       1.00       1.00       1.00       1.00  @@@@@@@@@@@@@@@@  stays within 10 %
                                    1.00       1.00       1.00       1.00                    in all sets
  
  R level is still low at 48 h under all of T; it ends as it began under A + B; not decided under half of T (back or risen in 50 % of the sets).

Tables for programs and to paste.

  $ simulate compare --model toy.ant --treat "half: inhibit T=0.5" --format csv | sed -n '1,2p;$p' | sed 's/\(\.[0-9][0-9][0-9][0-9][0-9][0-9]\)[0-9]*/\1/g'
  cell,variant,treatment,class,readout,time_h,value,fold
  plain,,half,,r,0,3,1
  plain,,half,,r,48,2.987655,0.995885
  $ simulate compare --model toy.ant --treat "half: inhibit T=0.5" --ensemble sets.tsv --format tsv | sed -n '1,2p'
  cell\tvariant\ttreatment\tclass\treadout\ttime_h\tmedian\tp05\tp95\tfold_median\tfold_p05\tfold_p95 (esc)
  plain\t\thalf\t\tr\t0\t3\t3\t3\t1\t1\t1 (esc)
  $ simulate compare --model toy.ant --treat "half: inhibit T=0.5" --ensemble sets.tsv --members --output m.csv >/dev/null
  $ sed -n '1,2p;$p' m.csv | sed 's/\(\.[0-9][0-9][0-9][0-9][0-9][0-9]\)[0-9]*/\1/g'
  cell,variant,treatment,class,readout,member,time_h,value,fold
  plain,,half,,r,1,0,3,1
  plain,,half,,r,3,48,1.574382,0.524794
  $ simulate compare --model toy.ant --format json | head -c 60
  {
    "columns": [
      {"name": "cell", "label": "cell", "unit (no-eol)
  $ simulate compare --model toy.ant --readout r,a --format md
  **R level, 3.00 untreated**
  
  |  | class | untreated | 1 h | 8 h | 24 h | 48 h |  |
  | --- | --- | --- | --- | --- | --- | --- | --- |
  | half of T | inhibitor | 3.00 | 0.62 | 0.78 | 0.95 | 1.00 | falls to 0.60, back by 16 h |
  | all of T | inhibitor | 3.00 | 0.16 | <0.01 | <0.01 | <0.01 | falls to <0.01, stays down |
  | A + B | blocker + opener | 3.00 | 1.00 | 1.00 | 1.00 | 1.00 | stays within 10 % |
  
  **A activity, 1.00 untreated**
  
  |  | class | untreated | 1 h | 8 h | 24 h | 48 h |  |
  | --- | --- | --- | --- | --- | --- | --- | --- |
  | half of T | inhibitor | 1.00 | 1.00 | 1.00 | 1.00 | 1.00 | stays within 10 % |
  | all of T | inhibitor | 1.00 | 1.00 | 1.00 | 1.00 | 1.00 | stays within 10 % |
  | A + B | blocker + opener | 1.00 | 0.12 | 0.12 | 0.12 | 0.12 | falls to 0.12, stays down |
  
  R level comes back under half of T (by 16 h); it is still low at 48 h under all of T; it ends as it began under A + B.
  $ simulate compare --model toy.ant --treat "inhibit T" --format md --output out.md >/dev/null
  $ sed -n 1p out.md
  **R level, 3.00 untreated**

A paragraph of methods: below a table for people, on stderr beside one for programs.

  $ simulate compare --model toy.ant --methods 2>/dev/null | tail -8 | sed 's/SHA-256 [0-9a-f]*/SHA-256 .../'
  Steinebach 2023, BIT Numer Math 63:27) with an analytic Jacobian, a relative
  tolerance of 1e-06 and an absolute tolerance of 1e-09 times the level of each
  species at the start (or a millionth of the largest level, if that is more). A
  readout counts as low below 0.9 of its untreated level and as risen above 1.1;
  it is back, or has risen, when it is at 0.9 or more after having been low, or
  above 1.1, at the end of the run, and the time given is that of the last
  crossing. Numbers do not depend on the number of threads, nor on whether
  formulas ran as machine code or were interpreted.
  $ simulate compare --model toy.ant --methods --format csv 2>&1 >/dev/null | head -1
  

Pairs.

  $ simulate compare --model toy.ant --pairs all --rank a@24h
  toy - cell Plain, as it is - 1 pair of 2 treatments - from rest
  (A activity at 24 h, lowest first)
  
                        value  fold  1st alone  2nd alone
  1  A 30 nM + B 20 nM   0.12  0.12       0.25       0.50
  
  A 30 nM + B 20 nM has the lowest A activity at 24 h: 0.12, 0.12 of untreated, 50 % of A 30 nM alone.
  $ simulate compare --model toy.ant --pairs treats --rank a@24h --limit "fold:b@24h<=6" --treat "a1: drug A=10nM" --treat "a3: drug A=30nM" --treat "b1: drug B=20nM" --treat "b3: drug B=60nM" --top 1
  toy - cell Plain, as it is - 4 pairs of 4 treatments - from rest
  (A activity at 24 h, lowest first; within fold:b@24h<=6)
  
              value  fold  1st alone  2nd alone  fold:b@24h
  1  a3 + b1   0.12  0.12       0.25       0.50        6.00
  (1 more with --top or --output)
  
  a3 + b1 has the lowest A activity at 24 h within the limits: 0.12, 0.12 of untreated, 50 % of a3 alone. 2 of 4 pairs break a limit; without it a3 + b3 would be first (it breaks fold:b@24h<=6).
  (2 pairs are left out: both treatments set the same thing)
  $ simulate compare --model toy.ant --pairs treats --rank h --order highest --limit "h<10" --variant all --treat "a1: drug A=10nM" --treat "a3: drug A=30nM" --treat "b: drug B=20nM"
  toy - cell Plain, as it is - 2 variants - 2 pairs of 3 treatments - from rest
  (H rise at 48 h, highest first; within h<10)
  
  low
             value  fold  1st alone  2nd alone     h
  1  a3 + b   4.00  4.00       4.00       1.00  4.00
  2  a1 + b   2.00  2.00       2.00       1.00  2.00
  
  high
             value  fold  1st alone  2nd alone     h
  1  a1 + b   4.00  4.00       4.00       1.00  4.00
  
  Not decided, rival parameter sets rank another pair first: low: a3 + b; high: a1 + b.
  (1 pair is left out: both treatments set the same thing)
  $ simulate compare --model toy.ant --pairs all --rank auc:a@8h --format csv
  cell,variant,first,second,class_first,class_second,best_single,breaks,rank,value,fold,value_first,value_second
  plain,,A 30 nM,B 20 nM,blocker,opener,A 30 nM,,1,1,0.125,2,4
  $ simulate compare --model toy.ant --pairs all --format md
  **R level at 48 h, lowest first**
  
  |  |  | value | fold | 1st alone | 2nd alone |
  | --- | --- | --- | --- | --- | --- |
  | 1 | A 30 nM + B 20 nM | 3.00 | 1.00 | 3.00 | 3.00 |
  
  A 30 nM + B 20 nM has the lowest R level at 48 h: 3.00, 1.00 of untreated, no better than A 30 nM alone.
  $ simulate compare --model toy.ant --pairs all --ensemble sets.tsv | tail -2
  
  A 30 nM + B 20 nM has the lowest R level at 48 h: 3.00, 1.00 of untreated, no better than A 30 nM alone.

The model that comes along.

  $ simulate compare | sed -n '1,8p;$p'
  her2-mtor - cell HER2+, trastuzumab-resistant by PTEN loss - 15 treatments - from rest
  (folds of the untreated level. Low is below 0.9 of untreated, risen above 1.1. "Back by" and "from" say when a readout passed 0.9 or 1.1 for the last time)
  
  Akt pS473, 0.34 untreated
                                    class                      1 h    8 h   24 h  48 h  0 ... 48 h
  everolimus                        rapalog                   1.16   1.48   1.56  1.51  +*#@@@@@@@@@@@@@  rises from 44 min
  AZD8055                           mTOR kinase inhibitor     0.03   0.05   0.07  0.09  @_______________  falls to 0.02, stays down
  dactolisib (NVP-BEZ235)           dual PI3K-mTOR inhibitor  0.01   0.01   0.02  0.02  @_______________  falls to <0.01, stays down
  (2 rival parameter sets: --variant all says whether they agree)
  $ simulate compare --pairs all --rank Akt_activity@24h --limit "fold:pERK@24h<2" --top 3
  her2-mtor - cell HER2+, trastuzumab-resistant by PTEN loss - 91 pairs of 14 treatments - from rest
  (Akt activity at 24 h, lowest first; within fold:pERK@24h<2)
  
                                        value   fold  1st alone  2nd alone  fold:pERK@24h
  1  MK-2206 1 uM + lapatinib 1 uM    1.9e-04  <0.01    6.1e-04      0.021           1.53
  2  MK-2206 1 uM + trametinib 20 nM  7.0e-04   0.01    6.1e-04       0.10           0.33
  3  alpelisib 1 uM + lapatinib 1 uM   0.0016   0.02      0.011      0.021           0.92
  (41 more with --top or --output)
  
  MK-2206 1 uM + lapatinib 1 uM has the lowest Akt activity at 24 h within the limits: 1.9e-04, <0.01 of untreated, 31 % of MK-2206 1 uM alone. 47 of 91 pairs break a limit; without it alpelisib 1 uM + MK-2206 1 uM would be first (it breaks fold:pERK@24h<2).

Ends are told apart, and a plot needs its place before any run.

  $ simulate compare --model toy.ant --plot nowhere/a.svg
  error: cannot write 'nowhere/a.svg': No such file or directory
  hint: make the folder 'nowhere' first
  [1]
  $ command -v gnuplot >/dev/null || exit 80
  $ simulate compare --model toy.ant --plot a.svg --caption >/dev/null
  $ head -c 5 a.svg
  <?xml (no-eol)
  $ simulate compare --model toy.ant --cell all --variant all --readout r,a --ensemble sets.tsv --plot b.png >/dev/null
  $ head -c 4 b.png | tail -c 3
  PNG (no-eol)
  $ simulate compare --model toy.ant --pairs all --rank a --plot c.pdf >/dev/null
  $ head -c 4 c.pdf
  %PDF (no-eol)

Many plots share one legend, with how often a readout returns, and when.

  $ simulate compare --cell all --plot d.svg >/dev/null
  $ grep -o '[0-9]* of 7[^<]*' d.svg
  7 of 7 · 34 to 44 min
  7 of 7 · 110 s to 2.1 min
  3 of 7 · 2.1 to 5.1 h
  7 of 7 · 54 min to 3.1 h
  5 of 7 · 100 min to 30 h
  7 of 7 · 2 min to 16 h
  $ grep -c '≤ 1/16' d.svg
  2
  $ grep -o 'not back[^<]*' d.svg
  not back: 9 others

An untreated network rests before it is compared, too.

  $ simulate compare --treat none --variant receptor_side | tail -1
  Akt pS473 ends as it began under untreated.

Members are a table, wherever it goes; beside it stands what it is of.

  $ printf 'PTEN\n0.1\n0.3\n' >pten.tsv
  $ simulate compare --ensemble pten.tsv --members --treat "drug everolimus=20nM" --at 24h --provenance p.json | head -3
  cell,variant,treatment,class,readout,member,time_h,value,fold
  her2_resistant_pten,,everolimus 20 nM,rapalog,pAkt_S473,1,0,0.33885917199113985,1
  her2_resistant_pten,,everolimus 20 nM,rapalog,pAkt_S473,1,0.000244140625,0.33885917159931533,0.9999999988436951
  $ grep -v -e sha256 -e version -e model_file p.json
  {
    "command": ["simulate", "compare", "--ensemble", "pten.tsv", "--members", "--treat", "drug everolimus=20nM", "--at", "24h", "--provenance", "p.json"],
    "model_name": "her2_mtor",
    "cell": "her2_resistant_pten",
    "variant": null,
    "ensemble": "pten.tsv",
    "ensemble_digest": "aebd4e4d2cfe3376",
    "sets": 2,
    "treatment": "drug everolimus=20nM",
    "method": "rodas",
    "rtol": 1e-06,
    "atol": "per species",
    "duration": 2880,
    "time_unit_s": 60,
    "status": "complete"
  }
  $ simulate compare --pairs treats --treat "drug everolimus=20nM" --treat "inhibit Akt" --inhibit HER2=0.5 --provenance p.json >/dev/null
  $ grep -e method -e treatment p.json
    "treatment": "pairs of drug everolimus=20nM; inhibit Akt, each with HER2 kinase inhibited 50 % from 0 h",
    "method": "rodas",
