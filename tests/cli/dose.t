A model in closed form: the fold of r is 0.1 + 0.9/(1 + (D/0.3 nM)^2) under D and
0.1 + 0.9/(1 + E/2 nM) under E; b falls around 0.1 nM and rises around 10 nM.

  $ cat >doses.ant <<'END'
  > model doses
  >   unit time_unit = 3600 second;
  >   species x; x = 1; drug_D = 0; drug_E = 0; K = 0.3;
  >   v: -> x; 5*(1 - x);
  >   readout_r := 4*x*(0.1 + 0.9/(1 + (drug_D/K)^2 + drug_E/2));
  >   readout_b := x*(1/(1 + (drug_D/0.1)^2) + 1/(1 + (10/(drug_D + 1e-30))^2));
  >   readout_up := x*(1 + drug_D/(drug_D + 1));
  >   readout_flat := x*(1 + 1e-4*drug_D/(drug_D + 1));
  >   readout_none := drug_D;
  > end
  > END
  $ printf 'conditionId\tconditionName\tK\nstrong\tStrong\t0.3\nweak\tWeak\t3\n' >doses.cells.tsv
  $ dose() { simulate dose --model doses.ant "$@"; }

One curve, and one that turns.

  $ dose --drug D=0.01nM..100nM --readout r@24h
  doses - cell Strong - D=0.01nM..100nM - from rest
  (one parameter set and no noise: intervals are with --ensemble. EC50: half of the way to where the curve ends or turns; IC50: half of the level at dose 0)
  
  fold of readout_r at 24 h
  drug  low ... high      effect                  EC50    slope  IC50    Hill: EC50, h, left over
  D     @@@@#*=.________  1.00 -> 0.10 at 100 nM  300 pM  2.00   335 pM  300 pM, 2.00, < 0.001 %
  
  D lowers readout_r at 24 h from 1.00 to 0.10 of untreated at 100 nM, half of that way at 300 pM. It is at half of its level without the drug at 335 pM.
  $ dose --drug D=0.01nM..100nM --readout b
  doses - cell Strong - D=0.01nM..100nM - from rest
  (one parameter set and no noise: intervals are with --ensemble. EC50: half of the way to where the curve ends or turns; IC50: half of the level at dose 0)
  
  fold of readout_b at 48 h
  drug    low ... high      effect                          EC50     slope  IC50    Hill: EC50, h, left over
  D       @@#*-._____.+#@@  1.00 -> 0.02 at 1 nM            98.1 pM  2.04   100 pM  none: it turns
    then                    0.02 -> 0.99 at 100 nM, rising  10.1 nM  2.06
  
  D lowers readout_b at 48 h from 1.00 to 0.02 of untreated at 1 nM, half of that way at 98.1 pM, then raises it to 0.99 at 100 nM, half of that way at 10.1 nM; it still rises there, so that its extreme and its half lie further on. It is at half of its level without the drug at 100 pM, and above half again from 10 nM on. It turns: no Hill curve is fitted.
  $ dose --drug D=0.01nM..100nM --readout up,flat,level:none
  doses - cell Strong - D=0.01nM..100nM - from rest
  (one parameter set and no noise: intervals are with --ensemble. EC50: half of the way to where the curve ends or turns; IC50: half of the level at dose 0)
  
  3 readouts
  drug  readout    low ... high      effect                      EC50    slope  IC50  Hill: EC50, h, left over
  D     fold:up    =====++**##@@@@@  1.00 -> 1.99 at 100 nM      980 pM  1.01   -     1 nM, 1.00, < 0.001 %
  D     fold:flat  @@@@@@@@@@@@@@@@  no effect                   -       -      -     -
  D     none       _____________.=@  0 -> 100 at 100 nM, rising  50 nM   2.00   -     -
  
  D raises readout_up at 48 h from 1.00 to 1.99 of untreated at 100 nM, half of that way at 980 pM.
  
  D hardly moves readout_flat at 48 h (less than 1 % from 10 pM to 100 nM).
  
  D raises readout_none at 48 h from 0 to 100 at 100 nM, half of that way at 50 nM; it still rises there, so that its extreme and its half lie further on. No Hill curve could be fitted.

Drugs and cells side by side; what is held.

  $ dose --drug D=1pM..1uM --drug E=1pM..1uM --cell all
  doses - 2 cells - D=1pM..1uM, E=1pM..1uM - from rest
  (one parameter set and no noise: intervals are with --ensemble. EC50: half of the way to where the curve ends or turns; IC50: half of the level at dose 0)
  
  fold of readout_r at 48 h
  drug  cell    low ... high      effect                EC50     slope  IC50     Hill: EC50, h, left over
  D     strong  @@@@@#+.________  1.00 -> 0.10 at 1 uM  300 pM   2.00   335 pM   300 pM, 2.00, < 0.001 %
  E     strong  @@@@@@#*+=..____  1.00 -> 0.10 at 1 uM  1.99 nM  1.00   2.5 nM   2 nM, 1.00, < 0.001 %
  D     weak    @@@@@@@@#=._____  1.00 -> 0.10 at 1 uM  3 nM     2.00   3.35 nM  3 nM, 2.00, < 0.001 %
  E     weak    @@@@@@#*+=..____  1.00 -> 0.10 at 1 uM  1.99 nM  1.00   2.5 nM   2 nM, 1.00, < 0.001 %
  
  strong: D lowers readout_r at 48 h from 1.00 to 0.10 of untreated at 1 uM, half of that way at 300 pM. It is at half of its level without the drug at 335 pM.
  
  strong: E lowers readout_r at 48 h from 1.00 to 0.10 of untreated at 1 uM, half of that way at 1.99 nM. It is at half of its level without the drug at 2.5 nM.
  
  weak: D lowers readout_r at 48 h from 1.00 to 0.10 of untreated at 1 uM, half of that way at 3 nM. It is at half of its level without the drug at 3.35 nM.
  
  weak: E lowers readout_r at 48 h from 1.00 to 0.10 of untreated at 1 uM, half of that way at 1.99 nM. It is at half of its level without the drug at 2.5 nM.
  $ dose --drug D=0.01nM..100nM --drug E=2nM --format md
  **fold of readout_r at 48 h**
  
  | drug | low … high | effect | EC50 | slope | IC50 | Hill: EC50, h, left over |
  | --- | --- | --- | --- | --- | --- | --- |
  | D | @@@@@#+-..._____ | 0.55 → 0.10 at 100 nM | 424 pM | 2.00 | 532 pM | 424 pM, 2.00, < 0.001 % |
  
  D lowers readout_r at 48 h from 0.55 to 0.10 of untreated at 100 nM, half of that way at 424 pM. It is at half of its level without the drug at 532 pM.

Doses that do not reach half effect, and doses that are all beyond it.

  $ dose --drug D=0.01nM..0.1nM
  doses - cell Strong - D=0.01nM..0.1nM - from rest
  (one parameter set and no noise: intervals are with --ensemble. EC50: half of the way to where the curve ends or turns; IC50: half of the level at dose 0)
  
  fold of readout_r at 48 h
  drug  low ... high      effect                           EC50     slope  IC50      Hill: EC50, h, left over
  D     @@@@@@@@@@@@@@@#  1.00 -> 0.91 at 100 pM, falling  68.8 pM  3.80   > 100 pM  300 pM, 2.00, < 0.001 %, a guess
  
  D lowers readout_r at 48 h from 1.00 to 0.91 of untreated at 100 pM, half of that way at 68.8 pM; it still falls there, so that its extreme and its half lie further on. It does not come down to half of its level without the drug up to 100 pM. The Hill curve's half lies beyond the doses: a guess.
  $ dose --drug D=10nM..100nM
  doses - cell Strong - D=10nM..100nM - from rest
  (one parameter set and no noise: intervals are with --ensemble. EC50: half of the way to where the curve ends or turns; IC50: half of the level at dose 0)
  
  fold of readout_r at 48 h
  drug  low ... high      effect                  EC50     slope  IC50     Hill: EC50, h, left over
  D     @@@@@@@@@@@@@@@@  1.00 -> 0.10 at 100 nM  < 10 nM  -      < 10 nM  300 pM, 2.00, < 0.001 %, a guess
  
  D lowers readout_r at 48 h from 1.00 to 0.10 of untreated at 100 nM, half of that way below 10 nM. It is below half of its level without the drug at 10 nM. The Hill curve's half lies beyond the doses: a guess.

The curve and what was read off, as tables; numbers to 6 digits.

  $ tidy() { awk -F, -v OFS=, '{ for (i = 1; i <= NF; i++) if ($i ~ /^[0-9.e-]+$/) $i = sprintf("%.6g", $i); print }'; }

  $ dose --drug D=0.1nM..10nM:5 --readout r,level:r@1h --format csv | tidy
  cell,drug,dose_nM,fold:r,fold:r_hill,r@1h,r@1h_hill
  strong,D,0,1,1,4,4
  strong,D,0.1,0.91,0.91,3.64,3.64
  strong,D,0.316228,0.526316,0.526316,2.10526,2.10526
  strong,D,1,0.174312,0.174312,0.697248,0.697248
  strong,D,3.16228,0.108028,0.108028,0.432111,0.432111
  strong,D,10,0.100809,0.100809,0.403237,0.403237
  $ dose --drug D=0.01nM..100nM --readout r,b --marks --format csv | tidy | cut -d, -f1-18,22
  cell,drug,readout,shape,phase,from,to,to_dose_nM,to_state,ec50_nM,ec50_state,slope,ic50_nM,ic50_state,back_nM,emax,emax_dose_nM,emax_state,hill
  strong,D,fold:r,monotone,1,1,0.100008,100,found,0.299997,found,2.00002,0.33541,found,,0.100008,100,found,good
  strong,D,fold:b,biphasic,1,1,0.019802,1,found,0.0980579,found,2.03883,0.10002,found,9.998,0.019802,1,found,biphasic
  strong,D,fold:b,biphasic,2,0.019802,0.9901,,above,10.0975,found,2.06022,0.10002,found,9.998,0.019802,1,found,biphasic

Sets have curves of their own, and bands.

  $ printf 'K\n0.1\n0.2\n0.4\n1e3\n' >sets.tsv
  $ dose --drug D=0.01nM..100nM --ensemble sets.tsv
  doses - cell Strong - 4 sets of 'sets.tsv' - D=0.01nM..100nM - from rest
  (medians, 5 to 95 % in brackets or below. EC50: half of the way to where the curve ends or turns; IC50: half of the level at dose 0)
  
  fold of readout_r at 48 h
  drug  low ... high      effect                         EC50                               slope               IC50                               Hill: EC50, h, left over
  D     @@@@#+=.________  1.00 -> 0.10 (0.10) at 100 nM  200 pM (100 pM - 400 pM), in 75 %  2.00 (2.00 - 2.00)  224 pM (112 pM - 447 pM), in 75 %  200 pM, 2.00, < 0.001 %
  
  D brings readout_r at 48 h to 0.10 (0.10) where it is furthest; half of the (first) way at 200 pM (100 pM - 400 pM), in 75 %, half of the level without the drug at 224 pM (112 pM - 447 pM), in 75 %. It does nothing in 25 % of the sets.
  $ dose --drug D=0.1nM..10nM:5 --ensemble sets.tsv --format csv | tidy
  cell,drug,dose_nM,fold:r_median,fold:r_p05,fold:r_p95
  strong,D,0,1,1,1
  strong,D,0.1,0.883529,0.55,1
  strong,D,0.316228,0.505495,0.181818,1
  strong,D,1,0.179377,0.108911,0.999999
  strong,D,3.16228,0.108879,0.100899,0.999991
  strong,D,10,0.100899,0.10009,0.99991
  $ dose --drug D=0.01nM..100nM --ensemble sets.tsv --marks --format csv | tidy | cut -d, -f2-5,19-32
  drug,readout,shape,phase,ec50_nM_median,ec50_nM_p05,ec50_nM_p95,ec50_found,ec50_state,slope_median,slope_p05,slope_p95,slope_found,ic50_nM_median,ic50_nM_p05,ic50_nM_p95,ic50_found,ic50_state
  D,fold:r,monotone,1,0.199999,0.0999999,0.399994,0.75,found,2.00001,2,2.00003,0.75,0.223607,0.111803,0.447214,0.75,found

Each set by itself.

  $ dose --drug D=0.01nM..100nM --ensemble sets.tsv --members --marks | tidy | cut -d, -f2-6,10-14,16,19
  member,drug,readout,shape,phase,to_state,ec50_nM,ec50_state,slope,ic50_nM,back_nM,emax_state
  1,D,fold:r,monotone,1,found,0.0999999,found,2,0.111803,,found
  2,D,fold:r,monotone,1,found,0.199999,found,2.00001,0.223607,,found
  3,D,fold:r,monotone,1,found,0.399994,found,2.00003,0.447214,,found
  4,D,fold:r,no effect,1,none,,none,,,,none
  $ dose --drug D=0.1nM..10nM:4 --ensemble sets.tsv --members --format tsv | head -3
  cell\tmember\tdrug\tdose_nM\tfold:r\tfold:r_hill (esc)
  strong\t1\tD\t0\t1\t1 (esc)
  strong\t1\tD\t0.1\t0.55\t0.55 (esc)
  $ dose --drug D=0.1nM..10nM:4 --members
  error: --members is for an ensemble, and there is none
  hint: add --ensemble FILE, a table of parameter sets
  [2]
  $ dose --drug D=0.1nM..10nM:4 --with E=1nM..100nM:4 --ensemble sets.tsv --members
  error: --members: of two drugs (--with) the table has medians and bands alone
  hint: leave one of the two out
  [2]

The IC50 is that of a single run.

  $ ic50=$(dose --drug D=0.01nM..100nM --marks --format csv | sed -n 2p | awk -F, '{ print $13 }')
  $ simulate --model doses.ant --drug D=${ic50}nM --readout r --format csv --points 2 | tail -1 | awk -F, '{ printf "%.6f\n", $2 / 4 }'
  0.500000

What cannot be asked.

  $ dose
  error: no drug has a range of doses
  hint: as in --drug everolimus=0.01nM..100nM; simulate list drugs
  [2]
  $ dose --drug D=5nM
  error: no drug has a range of doses
  hint: as in --drug everolimus=0.01nM..100nM; simulate list drugs
  [2]
  $ dose --drug D=5nM..5nM
  error: --drug D=5nM..5nM: both ends are one dose, and a curve needs several
  hint: a range from well below to well above it, as in 0.1nM..100nM; of one dose simulate without a verb tells
  [2]
  $ dose --drug D=0..5nM
  error: --drug D=0..5nM: doses go by their logarithm, which begins above 0
  hint: dose 0 is run anyway: begin at the smallest that matters, as in 0.01nM..100nM
  [2]
  $ dose --drug D=5nM..1nM
  error: --drug D=5nM..1nM: the range ends below its beginning
  hint: the other way round: 1nM..5nM
  [2]
  $ dose --drug D=1nM..5
  error: D=1nM..5: a dose needs its unit: D=1nM..5nM (pM, nM, uM, mM)
  [2]
  $ dose --drug D=1..5
  error: D=1..5: a dose needs its unit: D=1..5nM (pM, nM, uM, mM)
  [2]
  $ dose --drug D=1nM..5nM@2h
  error: --drug D=1nM..5nM@2h: a dose that varies lasts from time 0 to the end of the run
  hint: leave '@2h' out; --for says how long a run is
  [2]
  $ dose --drug D=1nM..5nM --drug D=2nM..9nM
  error: D has two ranges: --drug D=1nM..5nM and --drug D=2nM..9nM
  hint: one range that holds both, or two commands
  [2]
  $ dose --drug D=1nM..5nM --drug D=2nM
  error: D varies (--drug D=1nM..5nM), and is given too (D=2nM)
  hint: leave one of the two out
  [2]
  $ dose --drug C=1nM..5nM
  error: unknown drug 'C'
  hint: drugs of this model: D, E
  [2]
  $ dose --drug D=1nM..5nM:2
  error: --drug D=1nM..5nM:2: a curve has 4 to 100000 doses
  [2]
  $ dose --drug D=1nM..5nM:9:lin
  error: --drug D=1nM..5nM:9:lin: doses go by their logarithm, not by :lin
  hint: leave ':lin' out; simulate sweep takes any grid
  [2]
  $ dose --drug D=1nM..5nM --score zip
  error: --score is for two drugs together, and there is no --with
  hint: as in --drug everolimus=0.1nM..100nM --with MK2206=10nM..10uM
  [2]
  $ dose --drug D=1nM..5nM --points 2
  error: --points takes a whole number from 4 to 100000, not '2'
  [2]
  $ dose --drug D=1nM..5nM --readout none
  error: 'none' is 0 before treatment: nothing is a fold of it
  hint: its level: --readout level:none
  [2]
  $ dose --drug D=1nM..5nM --readout r,r@48h
  doses - cell Strong - D=1nM..5nM - from rest
  (one parameter set and no noise: intervals are with --ensemble. EC50: half of the way to where the curve ends or turns; IC50: half of the level at dose 0)
  
  2 readouts
  drug  readout     low ... high      effect                EC50    slope  IC50    Hill: EC50, h, left over
  D     fold:r      @@##****++++++++  1.00 -> 0.10 at 5 nM  < 1 nM  -      < 1 nM  300 pM, 2.00, < 0.001 %, a guess
  D     fold:r@48h  @@##****++++++++  1.00 -> 0.10 at 5 nM  < 1 nM  -      < 1 nM  300 pM, 2.00, < 0.001 %, a guess
  
  D lowers readout_r at 48 h from 1.00 to 0.10 of untreated at 5 nM, half of that way below 1 nM. It is below half of its level without the drug at 1 nM. The Hill curve's half lies beyond the doses: a guess.
  
  D lowers readout_r at 48 h from 1.00 to 0.10 of untreated at 5 nM, half of that way below 1 nM. It is below half of its level without the drug at 1 nM. The Hill curve's half lies beyond the doses: a guess.
  $ dose --drug D=1nM..5nM --readout R@3d
  error: R@3d: the run is over before, at 48 h
  hint: let the run last longer: --for 3d
  [2]
  $ dose --drug D=1nM..5nM --readout most:r
  error: most:r: 'most' is none of the prefixes level, fold, max, min, auc, time-to-max
  hint: without a prefix it is the value: r
  [2]

Without mTORC1 nothing is left of S6K pT389: 1e-39 of it are no answer to a drug, but what
the runs are wrong by. At no tolerance is it one.

  $ simulate dose --drug trastuzumab=1nM..100nM --inhibit mTORC1 --readout pS6K@24h | tail -n +4
  fold of S6K pT389 at 24 h
  drug         low ... high      effect     EC50  slope  IC50  Hill: EC50, h, left over
  trastuzumab  ________________  no effect  -     -      -     -
  
  trastuzumab does not move S6K pT389 at 24 h: it is practically 0 at every dose, from 1 nM to 100 nM.
  $ simulate dose --drug trastuzumab=1nM..100nM --inhibit mTORC1 --readout pS6K@24h,level:pS6K@24h --marks --format csv --rtol 1e-9 | cut -d, -f4,5,9-13,15,23
  readout,shape,to_dose_nM,to_state,ec50_nM,ec50_state,slope,ic50_state,hill
  fold:pS6K@24h,no effect,,none,,none,,none,no effect
  pS6K@24h,no effect,,none,,none,,none,no effect

BEZ235 stops mTOR first and PI3K later: in cells that live on insulin Akt pT308 goes up,
then down. Akt pS473 only falls, as mTORC2, which makes it, is stopped with mTORC1. A
rapalog first takes the brake off Akt, then, where mTORC2 is renewed fast, mTORC2 itself.

  $ marks() { simulate dose --marks --format csv "$@" | awk -F, -v OFS=, '{ for (i = 1; i <= NF; i++) if ($i ~ /^[0-9.e-]+$/) $i = sprintf("%.3g", $i); print }'; }

  $ marks --drug BEZ235=0.1nM..10uM --cell her2_normal --variant all --readout pAkt_T308@24h,pAkt_S473@24h | cut -d, -f2,4-6,9,11
  variant,readout,shape,phase,to_dose_nM,ec50_nM
  mtorc2_side,fold:pAkt_T308@24h,biphasic,1,9.22,2.38
  mtorc2_side,fold:pAkt_T308@24h,biphasic,2,,149
  mtorc2_side,fold:pAkt_S473@24h,monotone,1,1e+04,24.4
  receptor_side,fold:pAkt_T308@24h,biphasic,1,12.9,3.1
  receptor_side,fold:pAkt_T308@24h,biphasic,2,1e+04,124
  receptor_side,fold:pAkt_S473@24h,monotone,1,1e+04,11.8
  $ marks --drug everolimus=0.01nM..1uM --cell her2_normal_drained --readout pAkt_S473@24h | cut -d, -f3-8,10
  drug,readout,shape,phase,from,to,to_state
  everolimus,fold:pAkt_S473@24h,biphasic,1,1,1.47,found
  everolimus,fold:pAkt_S473@24h,biphasic,2,1.47,0.592,above
  $ dose --drug D=1uM..5nM:4
  error: --drug D=1uM..5nM:4: the range ends below its beginning
  hint: the other way round: 5nM..1uM
  [2]
  $ dose --drug D=1nM..5nM:4 --readout r,fold:r --format csv | head -1
  cell,drug,dose_nM,fold:r,fold:r_hill
  $ dose --drug D=1nM..5nM:0
  error: --drug D=1nM..5nM:0: a curve has 4 to 100000 doses
  [2]
  $ dose --drug D=100..5nM
  error: D=100..5nM: the range ends (5) below its beginning (100)
  hint: write D=5..100nM
  [2]
