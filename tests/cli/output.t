Tables for programs.

  $ trim() { sed 's/\(\.[0-9]\{4\}\)[0-9]*/\1/g'; }
  $ simulate --inhibit mTORC1 --points 3 --readout PIP3,pAkt_S473 --format csv | trim
  time_h,PIP3,PIP3_fold,pAkt_S473,pAkt_S473_fold
  0,0.1215,1,0.3388,1
  24,0.1264,1.0400,0.6678,1.9708
  48,0.1550,1.2757,0.7075,2.0879
  $ simulate --inhibit mTORC1 --points 3 --readout PIP3 --long --format tsv | trim
  time_h\treadout\tvalue\tfold (esc)
  0\tPIP3\t0.1215\t1 (esc)
  24\tPIP3\t0.1264\t1.0400 (esc)
  48\tPIP3\t0.1550\t1.2757 (esc)
  $ simulate --inhibit mTORC1 --every 24h --readout PIP3 --format md
  | time (h) | PIP3 | PIP3, fold |
  | ---: | ---: | ---: |
  | 0 | 0.1216 | 1 |
  | 24 | 0.1264 | 1.04 |
  | 48 | 0.1551 | 1.276 |
  $ simulate --inhibit mTORC1 --points 2 --readout PIP3 --format json | trim
  {
    "columns": [
      {"name": "time_h", "label": "time", "unit": "h"},
      {"name": "PIP3", "label": "PIP3", "unit": ""},
      {"name": "PIP3_fold", "label": "PIP3, fold", "unit": ""}
    ],
    "rows": [
      [0, 0.1215, 1],
      [48, 0.1550, 1.2757]
    ]
  }
  $ simulate --for 48h --points 2 --readout pS6K,PIP3,Akt_S473_first,k308 --output - | trim
  time_h,pS6K,PIP3,Akt_S473_first,k308
  0,0.2511,0.1215,0.0056,0.518
  48,0.2511,0.1215,0.0056,0.518

A file is replaced only when complete.

  $ simulate --inhibit mTORC1 --points 3 --output run.csv | head -1
  her2-mtor - cell HER2+, trastuzumab-resistant by PTEN loss - mTORC1 inhibited 100 % from 0 h - from rest
  $ head -1 run.csv
  time_h,pAkt_S473,pAkt_S473_fold,pAkt_T308,pAkt_T308_fold,Akt_activity,Akt_activity_fold,pS6K,pS6K_fold,p4EBP1,p4EBP1_fold,pERK,pERK_fold,HER3,HER3_fold,pPRAS40,pPRAS40_fold,pTSC2,pTSC2_fold,pS6,pS6_fold,p4EBP1_S65,p4EBP1_S65_fold,IRS1,IRS1_fold,pIRS1_S636,pIRS1_S636_fold,pHER3,pHER3_fold,IGF1R,IGF1R_fold,PIP3,PIP3_fold,mTORC2,mTORC2_fold,FOXO,FOXO_fold,growth,growth_fold,death,death_fold
  $ wc -l <run.csv
  4
  $ cp run.csv before.csv
  $ simulate --inhibit mTORC1 --max-steps 5 --output run.csv 2>&1 | sed 's/t = .* min (step [^,]*/t = ... min (step .../'
  */models/her2-mtor.ant:228:3: error: integration stopped at t = ... min (step ..., rtol 1e-06): all 5 steps are used up (glob)
    228 |   BP1_S65: -> p4EBP1_S65; k_S65*mTORC1_to_S65*(p4EBP1 - p4EBP1_S65) - d_S65*p4EBP1_S65;
        |   ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
  note: the fastest change is p4EBP1_S65 = 0.0875, through 'BP1_S65'
  hint: allow more with --max-steps, or try --rtol=0.0001
  $ cmp run.csv before.csv
  $ ls -A
  before.csv
  run.csv
  $ simulate --inhibit mTORC1 --output nowhere/run.csv
  error: cannot write 'nowhere/run.csv': No such file or directory
  hint: make the folder 'nowhere' first
  [1]
  $ simulate --inhibit mTORC1 --output /dev/full
  error: cannot write '/dev/full': No space left on device
  hint: make room, or write to another disk
  [1]
  $ simulate --inhibit mTORC1 >/dev/full
  error: cannot write to standard output: No space left on device
  hint: make room, or write to another disk
  [1]
  $ mkdir folder
  $ simulate --inhibit mTORC1 --output folder
  error: cannot write 'folder': Is a directory
  hint: give the name of a file in it
  [1]

A reader that leaves early is no error.

  $ simulate --inhibit mTORC1 --format csv --points 100001 --readout pS6K | head -1
  time_h,pS6K,pS6K_fold
  $ simulate --inhibit mTORC1 --format csv --points 100001 --readout pS6K | { head -1; cat >/dev/null; } | wc -l
  1

File names are data.

  $ simulate --inhibit mTORC1 --points 2 --output '$(touch owned) "a b".csv' >/dev/null
  $ ls -A | sort
  $(touch owned) "a b".csv
  before.csv
  folder
  run.csv

The result does not depend on the number of output points.

  $ simulate --inhibit mTORC1 --format csv --points 2 | tail -1 >a
  $ simulate --inhibit mTORC1 --format csv --points 1000 | tail -1 >b
  $ cmp a b

Provenance.

  $ simulate --inhibit mTORC1 --provenance p.json >/dev/null
  $ sed 's/"[0-9a-f]\{64\}"/"…"/' p.json
  {
    "version": "0.1.0",
    "command": ["simulate", "--inhibit", "mTORC1", "--provenance", "p.json"],
    "model_name": "her2_mtor",
    "model_file": "*/models/her2-mtor.ant", (glob)
    "model_sha256": "…",
    "cell": "her2_resistant_pten",
    "variant": null,
    "treatment": "mTORC1 inhibited 100 % from 0 h",
    "method": "rodas",
    "rtol": 1e-06,
    "atol": "per species",
    "duration": 2880,
    "time_unit_s": 60,
    "status": "complete"
  }

Measured points.

  $ printf 'time_h,readout,value,sd\n24,pAkt_S473,1.8,0.3\n24,pS6K,0.05,0.02\n' >blot.csv
  $ simulate --drug everolimus=20nM --data blot.csv --readout pAkt_S473,pS6K
  her2-mtor - cell HER2+, trastuzumab-resistant by PTEN loss - everolimus 20 nM from 0 h - from rest
  (the level before treatment, then folds of it)
  
             untreated   1 h   8 h  24 h  48 h  0 ... 48 h
  Akt pS473       0.34  1.16  1.48  1.56  1.51  +##@@@@@@@@@@@@@
  S6K pT389       0.25  0.03  0.03  0.03  0.03  @_______________
  
  Akt pS473 rises 1.6-fold by 24 h while S6K pT389 falls to 3 %.
  
  Misfit to 'blot.csv' (fold of untreated):
    all readouts: 2 points, rms 0.172, chi2 1.44 for 2 with an sd
    Akt pS473: 1 point, rms 0.243, chi2 0.654 for 1 with an sd
    S6K pT389: 1 point, rms 0.0178, chi2 0.788 for 1 with an sd
  $ printf 'time_h,readout,value\n24,pAkt,1.8\n' >wrong.csv
  $ simulate --drug everolimus=20nM --data wrong.csv
  error: unknown readout 'pAkt'
  hint: did you mean 'pAkt_S473' or 'pAkt_T308'?
  note: it stands in row 1 of wrong.csv
  [2]
  $ printf 'hours,readout,value\n24,pS6K,1.8\n' >wrong.csv
  $ simulate --drug everolimus=20nM --data wrong.csv
  error: wrong.csv: there is no column 'time_h'
  hint: the columns are time_h, readout, value and, if known, sd
  [2]
  $ printf 'time_h,readout,value\n24,pS6K,much\n' >wrong.csv
  $ simulate --drug everolimus=20nM --data wrong.csv
  error: wrong.csv: row 1 of the column 'value': 'much' is not a number
  [2]
  $ simulate --drug everolimus=20nM --data missing.csv
  error: cannot read 'missing.csv': No such file or directory
  hint: check the spelling; a relative path starts at the present folder
  [2]

Two results do not go to one file.

  $ simulate --inhibit mTORC1 --output same --provenance same
  error: --output and --provenance both write 'same'
  [2]
