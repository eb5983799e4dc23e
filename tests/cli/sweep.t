A sweep is a table: a column for each factor, one for each readout, and the error.

  $ trim() { sed 's/\(\.[0-9]\{4\}\)[0-9]*/\1/g'; }
  $ simulate sweep --vary everolimus=0.1..100nM:log:4 --readout pAkt_S473@24h,fold:pS6K --readout auc:pERK | trim
  drug_everolimus,pAkt_S473@24h,fold:pS6K,auc:pERK,error
  0.1,0.3472,0.8686,1.4201,
  1,0.3970,0.3988,1.4806,
  10,0.5056,0.0639,1.6656,
  100,0.5510,0.0068,1.7157,
  $ simulate sweep --vary everolimus=0.1..100nM:log:2 | trim
  drug_everolimus,pAkt_S473,pAkt_T308,Akt_activity,pS6K,p4EBP1,pERK,HER3,pPRAS40,pTSC2,pS6,p4EBP1_S65,IRS1,pIRS1_S636,pHER3,IGF1R,PIP3,mTORC2,FOXO,growth,death,error
  0.1,0.3464,0.1142,0.1032,0.2181,0.8974,0.0296,0.4536,0.7468,0.9214,0.6787,0.3883,0.3630,0.0837,0.0713,0.2652,0.1213,0.2036,0.1591,0.2862,0.2038,
  100,0.5370,0.1895,0.1797,0.0017,0.8524,0.0464,0.3367,0.8370,0.9532,0.0164,0.1339,0.9650,0.0022,0.0493,0.2570,0.1590,0.1365,0.0980,0.1080,0.1395,

Times and areas are in hours. The ways to look at a readout, beside the single run.

  $ simulate sweep --model negative-feedback --vary inhibit_kinaseB=0..1:3 --for 2h --readout pA,pA@30min,fold:pA,max:pA,min:pA,auc:pA,time-to-max:pA | trim
  inhibit_kinaseB,pA,pA@30min,fold:pA,max:pA,min:pA,auc:pA,time-to-max:pA,error
  0,0.25,0.25,1,0.25,0.25,0.5,0,
  0.5,0.3201,0.3220,1.2807,0.3223,0.25,0.6331,0.4251,
  1,0.4999,0.4998,1.9999,0.4999,0.2499,0.9784,2,
  $ simulate --model negative-feedback --inhibit kinaseB=0.5 --for 2h --every 30min --readout pA --format csv | trim
  time_h,pA,pA_fold
  0,0.25,1
  0.5,0.3220,1.2882
  1,0.3202,1.2809
  1.5,0.3201,1.2807
  2,0.3201,1.2807

A point has the numbers of a single run, to the last digit.

  $ simulate sweep --vary everolimus=20..21nM:1 --readout pAkt_S473,pS6K,pERK --format csv | tail -1 | cut -d, -f 2-4 >point
  $ simulate --drug everolimus=20nM --readout pAkt_S473,pS6K,pERK --points 2 --format csv | tail -1 | cut -d, -f 2,4,6 >single
  $ cmp point single

Also by another method.

  $ simulate sweep --vary everolimus=20..21nM:1 --readout pAkt_S473,pS6K,pERK --format csv --method msbdf | tail -1 | cut -d, -f 2-4 >other
  $ simulate --drug everolimus=20nM --readout pAkt_S473,pS6K,pERK --points 2 --format csv --method msbdf | tail -1 | cut -d, -f 2,4,6 >single
  $ cmp other single
  $ cmp -s point other
  [1]
  $ rm other

Designs. The last factor of a grid moves fastest.

  $ simulate sweep --vary cell=her2_sensitive,her2_normal --vary IGF=1..4:log:3 --inhibit mTORC1 --readout fold:pAkt_S473 | trim
  cell,IGF,fold:pAkt_S473,error
  her2_sensitive,1,2.6981,
  her2_sensitive,2,2.7952,
  her2_sensitive,4,2.8457,
  her2_normal,1,5.2550,
  her2_normal,2,5.3759,
  her2_normal,4,5.3911,
  $ simulate sweep --design sobol:4 --vary IGF=0..1 --vary everolimus=0.01..100nM:log --readout pS6K | trim
  IGF,drug_everolimus,pS6K,error
  0.6514,0.5105,0.1426,
  0.1260,1.4227,0.0791,
  0.3169,0.0200,0.2437,
  0.8424,74.5905,0.0023,
  $ simulate sweep --design sobol:4 --seed 2 --vary IGF=0..1 --vary everolimus=0.01..100nM:log --readout pS6K | trim
  IGF,drug_everolimus,pS6K,error
  0.5121,2.5092,0.0535,
  0.4949,0.0108,0.2474,
  0.1961,87.4086,0.0019,
  0.8108,0.4171,0.1551,
  $ simulate sweep --design lhs:4 --vary IGF=0..1 --vary cell=all --readout pS6K 2>/dev/null | trim
  IGF,cell,pS6K,error
  0.6628,her2_normal_drained,0.2097,
  0.3555,her2_resistant_pik3ca,0.2345,
  0.9683,her2_normal_pik3ca,0.1890,
  0.1086,her2_resistant_pten,0.2506,
  $ printf 'IGF\tcell\n1\ther2_sensitive\n2.5\ther2_normal\n' >mine.tsv
  $ simulate sweep --design mine.tsv --inhibit mTORC1 --readout fold:pAkt_S473 | trim
  IGF,cell,fold:pAkt_S473,error
  1,her2_sensitive,2.6981,
  2.5,her2_normal,5.3870,
  $ simulate sweep --design mine.tsv --vary everolimus=1..10nM:2 --readout pS6K | trim
  IGF,cell,drug_everolimus,pS6K,error
  1,her2_sensitive,1,0.0881,
  1,her2_sensitive,10,0.0144,
  2.5,her2_normal,1,0.0717,
  2.5,her2_normal,10,0.0134,

Everything that a run may have: what varies comes on top of it.

  $ simulate sweep --vary everolimus=1..100nM:log:3 --cell her2_sensitive --variant receptor_side --background "drug trastuzumab=68nM" --clamp S6K_Rictor --set IGF=2 --for 1d --readout fold:pAkt_S473 | trim
  drug_everolimus,fold:pAkt_S473,error
  1,1.1391,
  10,1.4694,
  100,1.5757,

Formats.

  $ simulate sweep --vary IGF=1..2:2 --readout pS6K --format tsv | trim
  IGF\tpS6K\terror (esc)
  1\t0.2520\t (esc)
  2\t0.2525\t (esc)
  $ simulate sweep --vary everolimus=1..2nM:2 --readout auc:pS6K --format md
  | drug_everolimus (nM) | auc:pS6K (h) | error |
  | ---: | ---: | --- |
  | 1 | 4.782 |  |
  | 2 | 2.999 |  |
  $ simulate sweep --vary everolimus=1..2nM:2 --readout auc:pS6K --format json | trim
  {
    "columns": [
      {"name": "drug_everolimus", "label": "drug_everolimus", "unit": "nM"},
      {"name": "auc:pS6K", "label": "auc:pS6K", "unit": "h"},
      {"name": "error", "label": "error", "unit": ""}
    ],
    "rows": [
      [1, 4.7824, ""],
      [2, 2.9994, ""]
    ]
  }
  $ simulate sweep --vary IGF=1..2:2 --readout pS6K --output t.tsv
  $ trim <t.tsv
  IGF\tpS6K\terror (esc)
  1\t0.2520\t (esc)
  2\t0.2525\t (esc)

A point that fails is a row with its reason.

  $ cat >blow.ant <<'END'
  > x' = a*x^2
  > x = 1; a = 1
  > END
  $ simulate sweep --model blow.ant --for 1.5 --vary a=0..1:3 --readout x 2>&1 | sed 's/(step [^,]*/(step .../' | trim
  a,x,error
  0,1,
  0.5,3.9999,
  1,,"integration stopped at t = 1.0000 (step ..., rtol 1e-06)"
  warning: the runs start from the file's values, which are not at rest at every point
  hint: --equilibrate brings the network to rest first
  warning: 1 of 3 points failed: integration stopped at t = 1.0000 (step ..., rtol 1e-06)
  hint: the column 'error' says why of each

Of several the first in the order of the design is told, whatever the threads do.

  $ for n in 1 2 3; do simulate sweep --model blow.ant --for 1.5 --vary a=0..8:33 --readout x --threads $n 2>&1 >/dev/null | grep -o 'warning: .* points .* at t = [0-9.]*'; done
  warning: 30 of 33 points failed, the first: integration stopped at t = 1.33334
  warning: 30 of 33 points failed, the first: integration stopped at t = 1.33334
  warning: 30 of 33 points failed, the first: integration stopped at t = 1.33334

Neither threads nor kernel nor where it goes change a byte.

  $ S="--vary everolimus=0.01..100nM:log:9 --vary IGF=0..30:7 --vary cell=her2_normal,her2_sensitive --readout pAkt_S473@24h,auc:pS6K,time-to-max:pERK"
  $ simulate sweep $S >one
  $ wc -l <one
  127
  $ simulate sweep $S --threads 1 | cmp - one
  $ simulate sweep $S --threads 7 | cmp - one
  $ simulate sweep $S --kernel tape | cmp - one
  $ simulate sweep $S --output two.csv
  $ cmp two.csv one
  $ mkfifo pipe; cat pipe >three & simulate sweep $S --output pipe; wait
  $ cmp three one
  $ ls -A
  blow.ant
  mine.tsv
  one
  pipe
  point
  single
  t.tsv
  three
  two.csv

A reader that leaves early is no error, and ends the sweep.

  $ timeout 20 simulate sweep --vary IGF=0..1:1000000 --readout pS6K | head -1
  IGF,pS6K,error

A time limit that is over when the last point is done ends nothing.

  $ Q="--model negative-feedback --for 2h --vary inhibit_kinaseB=0..1:3 --readout pA"
  $ simulate sweep $Q --time-limit 1e-9s --output q.csv
  $ simulate sweep $Q --time-limit 1e-9s | cmp - q.csv
  $ rm q.csv

A dry run does nothing but tell.

  $ dry() { simulate sweep "$@" --dry-run --output f.csv | sed 's/^about .*/about .../'; }
  $ dry --vary everolimus=0.01..100nM:log:25 --vary IGF=0..30 --vary cell=her2_normal,her2_sensitive --readout pS6K@24h
  her2-mtor - untreated
  550 points
    drug_everolimus  0.01 to 100 nM, logarithmic, 25 levels, from 0 on
    IGF              0 to 30, 11 levels, before the rest
    cell             2 cells, before the rest
  22 rest states
  1 readout: pS6K@24h
  about ...
  $ dry --design lhs:1000 --vary IGF=0..1 --inhibit mTORC1 --readout pS6K,pERK --shard 2/3
  her2-mtor - mTORC1 inhibited 100 % from 0 h
  333 points of 1000: shard 2 of 3
    IGF  0 to 1, before the rest
  a rest state of its own for each point
  2 readouts: pS6K, pERK
  about ...
  $ dry --design mine.tsv --readout pS6K 2>/dev/null
  her2-mtor - untreated
  2 points
    IGF   from the file, before the rest
    cell  from the file, before the rest
  no rest: every point begins at the model's own values
  1 readout: pS6K
  about ...
  $ ls f.csv* 2>/dev/null
  [2]
  $ simulate sweep --vary IGF=0..1:3 --inhibit mTORC1 --dry-run --threads 2 | tail -1 | sed 's/^.*: .*,/.../'
  ... timed on 3 points
  $ B="--model blow.ant --for 0.5 --design sobol:40 --vary a=0..1 --readout x"
  $ simulate sweep $B --output f.csv --shard 1/2 2>/dev/null
  $ simulate sweep $B --output f.csv --shard 1/2 --resume --dry-run 2>/dev/null
  blow - untreated
  20 points of 40: shard 1 of 2, 20 of them done
    a  0 to 1, before the rest
  no rest: every point begins at the model's own values
  1 readout: x
  $ rm f.csv.shard-1-of-2

What it cost.

  $ simulate sweep --vary everolimus=1..2nM:2 --threads 1 --kernel tape --verbose 2>&1 >/dev/null | sed 's/[0-9][0-9.]*/N/g'
  N points, N failed, N s, N/s, N thread x N lanes, interpreter (the interpreter was asked for)
  rodas, rtol Ne-N: N steps, N % of the lanes under way, N taken alone, N rest state
  method auto is rodas: its Jacobian is sparse enough to be factored at each step
  $ simulate sweep --vary everolimus=1..2nM:2 --threads 2 --kernel tape --method msbdf --verbose 2>&1 >/dev/null | sed 's/[0-9][0-9.]*/N/g; s/rest states$/rest state/'
  N points, N failed, N s, N/s, N threads, interpreter (the interpreter was asked for)
  msbdf, rtol Ne-N: N steps, N rest state

Provenance.

  $ simulate sweep --vary everolimus=1..2nM:2 --vary cell=all --readout pS6K,fold:pERK@24h --provenance p.json >/dev/null
  $ sed 's/"[0-9a-f]\{64\}"/"…"/' p.json
  {
    "version": "0.1.0",
    "command": ["simulate", "sweep", "--vary", "everolimus=1..2nM:2", "--vary", "cell=all", "--readout", "pS6K,fold:pERK@24h", "--provenance", "p.json"],
    "model_name": "her2_mtor",
    "model_file": "*/models/her2-mtor.ant", (glob)
    "model_sha256": "…",
    "cell": null,
    "variant": null,
    "treatment": "untreated",
    "method": "rodas",
    "rtol": 1e-06,
    "atol": "per species",
    "duration": 2880,
    "time_unit_s": 60,
    "status": "complete",
    "design": "grid drug_everolimus=1..2:lin:2 cell=0,1,2,3,4,5,6",
    "readouts": ["pS6K", "fold:pERK@24h"],
    "shard": null,
    "points": 14,
    "failed_points": 0
  }

Exactly the same again, with a comma for numbers.

  $ LC_ALL=de_DE.UTF-8 simulate sweep $S | cmp - one

Each example of the help runs.

  $ (simulate sweep --help; simulate merge --help) | sed -n 's/^  simulate/simulate/p' >examples
  $ wc -l <examples
  8
  $ printf 'k_S6K\n0.05\n0.02\n' >sets.tsv
  $ for i in $(seq 64); do simulate sweep --ensemble sets.tsv --vary IGF=0..1:64 --equilibrate --readout pS6K --output sweep.csv --shard $i/64; done
  $ while read -r line; do eval "$line" >/dev/null || echo "$line"; done <examples
