A sweep in many parameter sets: each point has a row with medians and 5 to 95 % bands.

  $ trim() { sed 's/\(\.[0-9]\{4\}\)[0-9]*/\1/g'; }
  $ printf 'k\tweight\n0.1\t1\n0.2\t1\n0.05\t2\n' >sets.tsv
  $ R="--model relay --for 1h --vary inhibit_source=0..1:3 --readout last@30min,first"
  $ simulate sweep $R --ensemble sets.tsv | trim
  inhibit_source,last@30min_median,last@30min_p05,last@30min_p95,first_median,first_p05,first_p95,failed_members,error
  0,1,1,1,1,1,1,0,
  0.5,0.9712,0.7228,0.9977,0.5091,0.5000,0.5248,0,
  1,0.9425,0.4456,0.9955,0.0182,6.1442e-06,0.0497,0,
  $ simulate sweep $R --ensemble sets.tsv --members | trim
  inhibit_source,member,weight,last@30min,first,error
  0,1,0.25,1,1,
  0,2,0.25,1,1,
  0,3,0.5,1,1,
  0.5,1,0.25,0.9580,0.5012,
  0.5,2,0.25,0.7228,0.5000,
  0.5,3,0.5,0.9977,0.5248,
  1,1,0.25,0.9160,0.0024,
  1,2,0.25,0.4456,6.1442e-06,
  1,3,0.5,0.9955,0.0497,

With the source closed step 1 is exp(-k t) and step 6 is exp(-x)(1 + ... + x^5/5!), x = k t.

  $ simulate sweep $R --ensemble sets.tsv --members --rtol 1e-10 | awk -F, '$1 == 1 {
  >     k = $2 == 1 ? 0.1 : $2 == 2 ? 0.2 : 0.05; x = 30*k; t = 1; sum = 0
  >     for (i = 1; i <= 6; i++) { sum += t; t *= x/i }
  >     a = $4/(exp(-x)*sum) - 1; b = $5/exp(-60*k) - 1
  >     print $2, (a < 1e-8 && a > -1e-8), (b < 1e-6 && b > -1e-6) }'
  1 1 1
  2 1 1
  3 1 1

A run has the numbers of a single run, to the last digit; a set those of --set.

  $ simulate sweep $R --ensemble sets.tsv --members | awk -F, '$1 == 1 && $2 == 2 {print $4}' >member
  $ simulate sweep --model relay --for 1h --set k=0.2 --vary inhibit_source=0..1:3 --readout last@30min | awk -F, '$1 == 1 {print $2}' | cmp - member
  $ simulate --model relay --for 1h --set k=0.2 --inhibit source --readout last --every 30min --format csv | awk -F, '$1 == 0.5 {print $2}' | cmp - member

Names of sets, without weights; a table with commas; a table of variants is one of sets.

  $ printf 'conditionId,conditionName,source\nlow,"few, of it",1\nhigh,more,2\n' >named.csv
  $ simulate sweep --model relay --for 1h --inhibit source --ensemble named.csv --readout first@0,fold:first@0 --vary k=0.1..0.2:2 --members
  k,member,first@0,fold:first@0,error
  0.1,low,1,1,
  0.1,high,2,1,
  0.2,low,1,1,
  0.2,high,2,1,
  $ simulate sweep --ensemble $TESTDIR/../../models/her2-mtor.variants.tsv --vary everolimus=1..10nM:2 --readout fold:pAkt_S473@24h --members | trim
  drug_everolimus,member,fold:pAkt_S473@24h,error
  1,mtorc2_side,1.1718,
  1,receptor_side,1.1188,
  10,mtorc2_side,1.4921,
  10,receptor_side,1.5089,
  $ for v in mtorc2_side receptor_side; do simulate sweep --variant $v --vary everolimus=1..10nM:2 --readout fold:pAkt_S473@24h | trim; done
  drug_everolimus,fold:pAkt_S473@24h,error
  1,1.1718,
  10,1.4921,
  drug_everolimus,fold:pAkt_S473@24h,error
  1,1.1188,
  10,1.5089,

One set is a run without its band; nothing but the sets may vary.

  $ printf 'k\n0.1\n' >one.tsv
  $ simulate sweep --model relay --for 1h --ensemble one.tsv --inhibit source --readout max:first,min:first | trim
  max:first_median,max:first_p05,max:first_p95,min:first_median,min:first_p05,min:first_p95,failed_members,error
  1,1,1,0.0024,0.0024,0.0024,0,
  $ simulate sweep --model relay --for 1h --ensemble sets.tsv --inhibit source --readout min:first --members | trim
  member,weight,min:first,error
  1,0.25,0.0024,
  2,0.25,6.1442e-06,
  3,0.5,0.0497,
  $ simulate sweep --model relay --for 1h --ensemble sets.tsv --inhibit source --readout min:first --output one.csv && trim <one.csv
  min:first_median,min:first_p05,min:first_p95,failed_members,error
  0.0182,6.1442e-06,0.0497,0,

Every design and format, and cells.

  $ E="--ensemble e.tsv --for 24h --readout fold:pAkt_S473"
  $ printf 'k_S6K\n0.05\n0.02\n' >e.tsv
  $ simulate sweep $E --design sobol:2 --vary everolimus=0.01..100nM:log | trim
  drug_everolimus,fold:pAkt_S473_median,fold:pAkt_S473_p05,fold:pAkt_S473_p95,failed_members,error
  4.0355,1.3767,1.3555,1.3979,0,
  0.0319,1.0089,1.0078,1.0099,0,
  $ simulate sweep $E --design lhs:2 --vary everolimus=0.01..100nM:log --members | trim
  drug_everolimus,member,fold:pAkt_S473,error
  0.2007,1,1.0445,
  0.2007,2,1.0571,
  6.9848,1,1.4360,
  6.9848,2,1.4600,
  $ printf 'drug_everolimus\tcell\n1\ther2_sensitive\n20\ther2_normal\n' >points.tsv
  $ simulate sweep $E --design points.tsv | trim
  drug_everolimus,cell,fold:pAkt_S473_median,fold:pAkt_S473_p05,fold:pAkt_S473_p95,failed_members,error
  1,her2_sensitive,1.2115,1.1883,1.2346,0,
  20,her2_normal,2.6331,2.4857,2.7805,0,
  $ simulate sweep $E --vary cell=her2_normal,her2_sensitive --inhibit mTORC1 --members | trim
  cell,member,fold:pAkt_S473,error
  her2_normal,1,3.9057,
  her2_normal,2,3.3395,
  her2_sensitive,1,2.2133,
  her2_sensitive,2,2.1006,
  $ simulate sweep $R --ensemble sets.tsv --format md
  | inhibit_source | last@30min_median | last@30min_p05 | last@30min_p95 | first_median | first_p05 | first_p95 | failed_members | error |
  | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |
  | 0 | 1 | 1 | 1 | 1 | 1 | 1 | 0 |  |
  | 0.5 | 0.9713 | 0.7228 | 0.9978 | 0.5091 | 0.5 | 0.5249 | 0 |  |
  | 1 | 0.9426 | 0.4457 | 0.9955 | 0.01825 | 6.144e-06 | 0.04979 | 0 |  |
  $ simulate sweep $R --ensemble sets.tsv --format json | trim
  {
    "columns": [
      {"name": "inhibit_source", "label": "inhibit_source", "unit": ""},
      {"name": "last@30min_median", "label": "last@30min_median", "unit": ""},
      {"name": "last@30min_p05", "label": "last@30min_p05", "unit": ""},
      {"name": "last@30min_p95", "label": "last@30min_p95", "unit": ""},
      {"name": "first_median", "label": "first_median", "unit": ""},
      {"name": "first_p05", "label": "first_p05", "unit": ""},
      {"name": "first_p95", "label": "first_p95", "unit": ""},
      {"name": "failed_members", "label": "failed_members", "unit": ""},
      {"name": "error", "label": "error", "unit": ""}
    ],
    "rows": [
      [0, 1, 1, 1, 1, 1, 1, 0, ""],
      [0.5, 0.9712, 0.7228, 0.9977, 0.5091, 0.5000, 0.5248, 0, ""],
      [1, 0.9425, 0.4456, 0.9955, 0.0182, 6.1442e-06, 0.0497, 0, ""]
    ]
  }
  $ simulate sweep $R --ensemble sets.tsv --format tsv | head -1
  inhibit_source\tlast@30min_median\tlast@30min_p05\tlast@30min_p95\tfirst_median\tfirst_p05\tfirst_p95\tfailed_members\terror (esc)
  $ simulate sweep $R --ensemble sets.tsv --members --format json | trim | head -12
  {
    "columns": [
      {"name": "inhibit_source", "label": "inhibit_source", "unit": ""},
      {"name": "member", "label": "member", "unit": ""},
      {"name": "weight", "label": "weight", "unit": ""},
      {"name": "last@30min", "label": "last@30min", "unit": ""},
      {"name": "first", "label": "first", "unit": ""},
      {"name": "error", "label": "error", "unit": ""}
    ],
    "rows": [
      [0, "1", 0.25, 1, 1, ""],
      [0, "2", 0.25, 1, 1, ""],

Threads and kernels change nothing.

  $ S="--ensemble e.tsv --vary everolimus=0.01..100nM:log:5 --vary IGF=0..2:3 --readout pAkt_S473@24h,auc:pS6K"
  $ simulate sweep $S >bands
  $ simulate sweep $S --members >members
  $ wc -l bands members | awk '{print $1}'
  16
  31
  47
  $ for n in 1 2 3; do simulate sweep $S --threads $n | cmp - bands; simulate sweep $S --threads $n --members | cmp - members; done
  $ simulate sweep $S --kernel tape | cmp - bands
  $ simulate sweep $S --output b.csv && cmp b.csv bands
  $ simulate sweep $S --output m.csv --members && cmp m.csv members && ls
  b.csv
  bands
  e.tsv
  m.csv
  member
  members
  named.csv
  one.csv
  one.tsv
  points.tsv
  sets.tsv

The bands of two alike sets: their mean is the median, the smaller and the larger one the band.

  $ awk -F, 'NR > 1 { k = $1 "," $2; if (k in a) { lo = $4 < a[k] ? $4 : a[k]; hi = $4 > a[k] ? $4 : a[k]; printf "%s,%.10g,%.10g,%.10g\n", k, (lo + hi)/2, lo, hi } else a[k] = $4 }' members >by_hand
  $ awk -F, 'NR > 1 { printf "%s,%s,%.10g,%.10g,%.10g\n", $1, $2, $3, $4, $5 }' bands | cmp - by_hand

Shards hold whole points, and what becomes of them is said when they are put together.

  $ for i in 1 2 3 4; do simulate sweep $S --output f.csv --shard $i/4 --threads 1; done
  $ simulate merge f.csv.shard-3-of-4 f.csv.shard-1-of-4 f.csv.shard-4-of-4 f.csv.shard-2-of-4 | cmp - bands
  $ simulate merge f.csv.shard-* --members | cmp - members
  $ for f in tsv md json; do simulate sweep $S --format $f >whole.$f; simulate merge f.csv.shard-* --output merged.$f && cmp merged.$f whole.$f; done
  $ simulate sweep $S --output g.csv --shard 1/4 --members
  warning: --members says nothing of a shard, which holds every run
  hint: say it to simulate merge
  $ cmp g.csv.shard-1-of-4 f.csv.shard-1-of-4
  $ rm g.csv.shard-1-of-4
  $ mv f.csv.shard-2-of-4 two
  $ simulate merge f.csv.shard-*
  error: shard 2 of 4 is missing
  hint: name its file too, or make it: the command of the sweep with --shard 2/4
  [1]
  $ simulate merge f.csv.shard-1-of-4 two two f.csv.shard-3-of-4 f.csv.shard-4-of-4
  error: 'two' and 'two' both have the points 3 to 6
  hint: name each shard once
  [2]
  $ mv f.csv.shard-4-of-4 four
  $ simulate merge f.csv.shard-* two
  error: no file has the points 11 to 14 of 15
  hint: name the files of all shards
  [1]
  $ for i in 1 2 3 4 5 6 7 8; do simulate sweep --model relay --for 1h --ensemble sets.tsv --vary inhibit_source=0..1:3 --readout last@30min,first --output r.csv --shard $i/8; done
  $ rm r.csv.shard-1-of-8 r.csv.shard-2-of-8
  $ simulate merge r.csv.shard-*
  inhibit_source,last@30min_median,last@30min_p05,last@30min_p95,first_median,first_p05,first_p95,failed_members,error
  0,1,1,1,1,1,1,0,
  0.5,0.9712846933044144,0.7228400752870927,0.9977721537190042,0.5091241033519895,0.5000030722241214,0.5248935444430954,0,
  1,0.942569358939543,0.44567964619015127,0.9955439766399595,0.018248194327075588,6.1442254215822455e-06,0.04978707654575223,0,
  $ rm r.csv.shard-*
  $ simulate sweep $R --output plain.csv --shard 1/1
  $ simulate merge plain.csv.shard-1-of-1 --members
  error: --members: 'plain.csv.shard-1-of-1' is of a sweep without --ensemble
  [2]

  $ simulate sweep $R --ensemble sets.tsv --output r.csv --shard 1/1
  $ simulate merge plain.csv.shard-1-of-1 r.csv.shard-1-of-1
  error: 'plain.csv.shard-1-of-1' and 'r.csv.shard-1-of-1' are of two sweeps: 'ensemble' differs
  note: in the first: nothing
  note: in the other: members=3 digest=3ad9dde4a77f877e
  [2]
  $ simulate merge r.csv.shard-1-of-1 plain.csv.shard-1-of-1
  error: 'r.csv.shard-1-of-1' and 'plain.csv.shard-1-of-1' are of two sweeps: 'ensemble' differs
  note: in the first: members=3 digest=3ad9dde4a77f877e
  note: in the other: nothing
  [2]

With names and weights, too.

  $ printf 'conditionId\tk\tweight\na\t0.1\t1\nb c\t0.2\t0.3\nd\t0.05\t2\n' >both.tsv
  $ simulate sweep $R --ensemble both.tsv >bands2
  $ simulate sweep $R --ensemble both.tsv --members >members2
  $ head -4 members2 | trim
  inhibit_source,member,weight,last@30min,first,error
  0,a,0.3030,1,1,
  0,b c,0.0909,1,1,
  0,d,0.6060,1,1,
  $ for i in 1 2; do simulate sweep $R --ensemble both.tsv --output w.csv --shard $i/2; done
  $ simulate merge w.csv.shard-* | cmp - bands2
  $ simulate merge w.csv.shard-* --members | cmp - members2

After an end it goes on, in the middle of a point, and with other sets not.

  $ simulate sweep $S --output h.csv --shard 1/1
  $ part=$(($(wc -c <h.csv.shard-1-of-1) - 17*44)) # 17 records of 4 numbers
  $ head -c $part h.csv.shard-1-of-1 >h.csv.partial
  $ simulate sweep $S --output h.csv
  error: 'h.csv.partial' is there already: 13 of its 30 runs are done
  hint: go on with it by --resume, or remove it to begin anew
  [2]
  $ simulate sweep $S --output h.csv --resume --dry-run | sed -n 2,4p
  15 points
  2 parameter sets (e.tsv) at each: 30 runs, 13 of them done
    drug_everolimus  0.01 to 100 nM, logarithmic, 5 levels, from 0 on
  $ simulate sweep $S --output h.csv --resume && cmp h.csv bands && ls h.csv*
  h.csv
  h.csv.shard-1-of-1
  $ head -c $part h.csv.shard-1-of-1 >i.csv.partial
  $ simulate sweep $S --output i.csv --resume --members && cmp i.csv members
  $ head -c $part h.csv.shard-1-of-1 >j.csv.partial
  $ mkdir elsewhere && cp e.tsv elsewhere/copy.tsv && printf 'k_S6K\n0.05\n0.03\n' >other.tsv
  $ simulate sweep $S --ensemble other.tsv --output j.csv --resume
  error: 'j.csv.partial' belongs to another sweep: 'ensemble' differs
  note: in the file: members=2 digest=82f73aaa23cbee52
  note: asked for: members=2 digest=82fa9caa23cecaaf
  hint: give the same table to --ensemble, or remove the file and begin anew
  [2]
  $ simulate sweep ${S#--ensemble e.tsv} --output j.csv --resume
  error: 'j.csv.partial' belongs to another sweep: 'ensemble' differs
  note: in the file: members=2 digest=82f73aaa23cbee52
  note: asked for: nothing
  [2]
  $ simulate sweep $S --ensemble elsewhere/copy.tsv --output j.csv --resume && cmp j.csv bands
  $ simulate sweep ${S#--ensemble e.tsv} --output k.csv --shard 1/1
  $ mv k.csv.shard-1-of-1 k.csv.partial
  $ simulate sweep $S --output k.csv --resume
  error: 'k.csv.partial' belongs to another sweep: 'ensemble' differs
  note: in the file: nothing
  note: asked for: members=2 digest=82f73aaa23cbee52
  hint: give the same table to --ensemble, or remove the file and begin anew
  [2]
  $ simulate sweep $S --ensemble other.tsv --output f.csv --shard 2/4
  $ simulate merge f.csv.shard-*
  error: 'f.csv.shard-1-of-4' and 'f.csv.shard-2-of-4' are of two sweeps: 'ensemble' differs
  note: in the first: members=2 digest=82f73aaa23cbee52
  note: in the other: members=2 digest=82fa9caa23cecaaf
  [2]

What it would do.

  $ simulate sweep $R --ensemble sets.tsv --dry-run | sed 's/^about .* on /about ... on /; s/: [0-9.]*\/[a-z]*, timed.*/: .../'
  relay - untreated
  3 points
  3 parameter sets (sets.tsv) at each: 9 runs
    inhibit_source  0 to 1, 3 levels, from 0 on
  3 rest states
  2 readouts: last@30min, first
  about ... on 9 runs
  $ simulate sweep $S --shard 1/4 --dry-run | sed -n 2,6p
  3 points of 15: shard 1 of 4
  2 parameter sets (e.tsv) at each: 6 runs
    drug_everolimus  0.01 to 100 nM, logarithmic, 5 levels, from 0 on
    IGF              0 to 2, 3 levels, before the rest
  6 rest states
  $ simulate sweep --model relay --for 1h --ensemble one.tsv --dry-run | sed -n 2,4p
  1 point
  1 parameter set (one.tsv) at each: 1 run
  no rest: every run begins at the values of the model and its set
  $ simulate sweep $E --design sobol:16 --vary IGF=0..1 --inhibit mTORC1 --dry-run | sed -n 2,6p
  16 points
  2 parameter sets (e.tsv) at each: 32 runs
    IGF  0 to 1, before the rest
  a rest state of its own for each run
  1 readout: fold:pAkt_S473

Runs that fail are left out of the bands and counted; a point without any has its reason.

  $ printf "x' = a*x^2*b\nz' = 1\nx = 1; z = 0; a = 1; b = 1\n" >blow.ant
  $ printf 'conditionId\ta\tweight\nslow\t0.1\t1\nfaster\t0.5\t1\nfast\t1\t2\nidle\t0\t0\n' >a.tsv
  $ B="--model blow.ant --for 1.5 --vary b=0.5..8.5:3 --ensemble a.tsv --readout z,x"
  $ cut_step() { sed 's/(step [^,]*/(step .../'; }
  $ simulate sweep $B 2>&1 | cut_step | trim
  b,z_median,z_p05,z_p95,x_median,x_p05,x_p95,failed_members,error
  0.5,1.5000,1.5000,1.5000,2.3999,1.0810,3.9999,0,
  4.5,1.5000,1.5000,1.5000,3.0768,3.0768,3.0768,2,
  8.5,,,,,,,3,"set slow: integration stopped at t = 1.1764 (step ..., rtol 1e-06)"
  warning: the runs start from the file's values, which are not at rest in every set at every point
  hint: --equilibrate brings the network to rest first
  warning: 5 of 12 runs failed and are left out, the first: set faster: integration stopped at t = 0.4444 (step ..., rtol 1e-06)
  hint: the column 'failed_members' counts those of each point; with --members 'error' says why of each
  warning: 1 point has no run left: the column 'error' says why
  $ simulate sweep $B --members 2>&1 | cut_step | trim
  b,member,weight,z,x,error
  0.5,slow,0.25,1.5000,1.0810,
  0.5,faster,0.25,1.5000,1.5999,
  0.5,fast,0.5,1.5000,3.9999,
  0.5,idle,0,1.5000,1,
  4.5,slow,0.25,1.5000,3.0768,
  4.5,faster,0.25,,,"integration stopped at t = 0.4444 (step ..., rtol 1e-06)"
  4.5,fast,0.5,,,"integration stopped at t = 0.2222 (step ..., rtol 1e-06)"
  4.5,idle,0,1.5000,1,
  8.5,slow,0.25,,,"integration stopped at t = 1.1764 (step ..., rtol 1e-06)"
  8.5,faster,0.25,,,"integration stopped at t = 0.2352 (step ..., rtol 1e-06)"
  8.5,fast,0.5,,,"integration stopped at t = 0.1176 (step ..., rtol 1e-06)"
  8.5,idle,0,1.5000,1,
  warning: the runs start from the file's values, which are not at rest in every set at every point
  hint: --equilibrate brings the network to rest first
  warning: 5 of 12 runs failed, the first: set faster: integration stopped at t = 0.4444 (step ..., rtol 1e-06)
  hint: the column 'error' says why of each
  $ simulate sweep $B --verbose 2>&1 >/dev/null | cut_step | sed 's/, [0-9.e-]* s, .*/, .../; 1q'
  12 runs (3 points in 4 parameter sets), 5 failed (the first: set faster: integration stopped at t = 0.444447 (step ..., rtol 1e-06)), 1 point without any left, ...
  $ for i in 1 2; do simulate sweep $B --shard $i/2 --output b.csv 2>&1 | cut_step; done
  warning: the runs start from the file's values, which are not at rest in every set at every point
  hint: --equilibrate brings the network to rest first
  warning: the runs start from the file's values, which are not at rest in every set at every point
  hint: --equilibrate brings the network to rest first
  warning: 5 of 8 runs failed and are left out, the first: set faster: integration stopped at t = 0.444447 (step ..., rtol 1e-06)
  hint: the column 'failed_members' counts those of each point; with --members 'error' says why of each
  $ simulate merge b.csv.shard-* 2>&1 >merged | cut_step
  warning: 5 of 12 runs failed and are left out, the first: set faster: integration stopped at t = 0.444447 (step ..., rtol 1e-06)
  hint: the column 'failed_members' counts those of each point; with --members 'error' says why of each
  warning: 1 point has no run left: the column 'error' says why
  $ simulate sweep $B 2>/dev/null | cmp - merged
  $ simulate merge b.csv.shard-* --members 2>&1 >merged | cut_step
  warning: 5 of 12 runs failed, the first: set faster: integration stopped at t = 0.444447 (step ..., rtol 1e-06)
  hint: the column 'error' says why of each
  $ simulate sweep $B --members 2>/dev/null | cmp - merged

A fold that there is not is passed over, and told.

  $ printf 'ligand\n0\n1\n' >l.tsv
  $ simulate sweep --model negative-feedback --for 2h --inhibit kinaseB --ensemble l.tsv --readout fold:pA | trim
  warning: no number for fold:pA (1 of 2 runs): the untreated level is 0
  fold:pA_median,fold:pA_p05,fold:pA_p95,failed_members,error
  1.9999,1.9999,1.9999,0,
  $ simulate sweep --model negative-feedback --for 2h --inhibit kinaseB --ensemble l.tsv --readout fold:pA --members 2>/dev/null | trim
  member,fold:pA,error
  1,,
  2,1.9999,

Where it came from.

  $ simulate sweep $R --ensemble named.csv --output p.csv --provenance p.json
  $ sed -n '/"cell"/,/"treatment"/p; /"design"/,$p' p.json
    "cell": null,
    "variant": null,
    "ensemble": "named.csv",
    "ensemble_digest": "f290f6909e3b3da2",
    "sets": 2,
    "treatment": "untreated",
    "design": "grid inhibit_source=0..1:lin:3",
    "readouts": ["last@30min", "first"],
    "shard": null,
    "points": 3,
    "runs": 6,
    "failed_runs": 0
  }

What single runs would warn of.

  $ simulate sweep --model relay --for 1h --ensemble named.csv --readout first --vary k=0.1..0.2:2 | trim
  warning: the runs start from the file's values, which are not at rest in every set at every point
  hint: --equilibrate brings the network to rest first
  k,first_median,first_p05,first_p95,failed_members,error
  0.1,1.4987,1,1.9975,0,
  0.2,1.4999,1,1.9999,0,
  $ simulate sweep --model relay --for 1h --ensemble named.csv --readout first --equilibrate --vary k=0.1..0.2:2 | trim
  k,first_median,first_p05,first_p95,failed_members,error
  0.1,1.5,1,2,0,
  0.2,1.5,1,2,0,
  $ printf 'PTEN\n0.5\n1\n' >pten.tsv
  $ simulate sweep --ensemble pten.tsv --vary cell=her2_normal,her2_sensitive --inhibit mTORC1 --readout fold:pAkt_S473 | trim
  warning: cells vary, and the parameter sets (pten.tsv) stand above them: every cell has 'PTEN' of the set
  hint: leave those columns out for the cells' own values
  cell,fold:pAkt_S473_median,fold:pAkt_S473_p05,fold:pAkt_S473_p95,failed_members,error
  her2_normal,4.3467,4.2827,4.4108,0,
  her2_sensitive,2.3447,2.2923,2.3971,0,

What cannot be: exit 2, nothing on stdout, no file left behind.

  $ bad() { simulate sweep "$@" >out; echo "[$?]"; cat out; }
  $ bad $R --ensemble nowhere.tsv
  error: cannot read 'nowhere.tsv': No such file or directory
  hint: check the spelling; a relative path starts at the present folder
  [2]
  $ printf 'k\tkk\n1\t2\n' >unknown.tsv
  $ bad $R --ensemble unknown.tsv
  error: unknown.tsv: column 'kk' is no parameter of the model
  [2]
  $ printf 'k\n0.1\n\nabc\n' >word.tsv
  $ bad $R --ensemble word.tsv
  error: word.tsv: row 2 of the column 'k': 'abc' is not a number
  [2]
  $ printf 'inhibit_source\n0.1\n' >dose.tsv
  $ bad $R --ensemble dose.tsv
  error: dose.tsv: column 'inhibit_source' is a treatment: parameter sets hold what the cell is, before it is treated
  [2]
  $ printf 'k\n' >empty.tsv
  $ bad $R --ensemble empty.tsv
  error: empty.tsv: there are no rows below the header: one row is one parameter set
  [2]
  $ bad $R --members
  error: --members is for an ensemble, and there is none
  hint: add --ensemble FILE, a table of parameter sets
  [2]
  $ bad --model relay --for 1h --vary k=0.1..1:3 --ensemble sets.tsv
  error: 'k' is varied (k=0.1..1:3), and a column of the parameter sets too (sets.tsv)
  hint: vary something else, or leave that column out
  [2]
  $ printf 'k\n0.1\n' >kpoints.tsv
  $ bad --model relay --for 1h --design kpoints.tsv --ensemble sets.tsv
  error: 'k' is varied (k), and a column of the parameter sets too (sets.tsv)
  hint: vary something else, or leave that column out
  [2]
  $ bad --model relay --for 1h --design sobol:1e12 --vary inhibit_source=0..1 --ensemble sets.tsv
  error: 1000000000000 points in 3 parameter sets: a sweep has at most 1e12 runs
  hint: fewer points, or fewer sets
  [2]
  $ bad --model relay --for 1h --design lhs:10 --ensemble sets.tsv
  error: lhs:10: nothing varies
  hint: add --vary name=lo..hi
  [2]
  $ bad $R --ensemble sets.tsv --output sets.tsv
  error: 'sets.tsv' is the table of parameter sets: it would be written over
  hint: give --output another name
  [2]
  $ bad $R --ensemble sets.tsv --provenance ./sets.tsv
  error: './sets.tsv' is the table of parameter sets: it would be written over
  hint: give --provenance another name
  [2]
  $ bad $R --ensemble sets.tsv --resume
  error: --resume needs --output FILE: beside it stands what is done
  [2]
  $ cat sets.tsv
  k\tweight (esc)
  0.1\t1 (esc)
  0.2\t1 (esc)
  0.05\t2 (esc)
