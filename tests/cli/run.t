The main job. Figures are the program's own; tests of study/ hold them to the reference.

  $ simulate --inhibit mTORC1
  her2-mtor - cell HER2+, trastuzumab-resistant by PTEN loss - mTORC1 inhibited 100 % from 0 h - from rest
  (the level before treatment, then folds of it)
  
                  untreated    1 h    8 h   24 h   48 h  0 ... 48 h
  Akt pS473            0.34   1.19   1.71   1.97   2.09  =+*#####@@@@@@@@
  Akt pT308            0.11   1.14   1.53   1.85   2.15  =++***######@@@@
  Akt activity         0.10   1.16   1.62   1.99   2.32  -=+****#####@@@@
  S6K pT389            0.25   0.01  <0.01  <0.01  <0.01  @_______________
  4EBP1 pT37/46        0.90  <0.01  <0.01  <0.01  <0.01  @_______________
  ERK pT202/Y204      0.030   1.01   0.92   1.08   1.40  **+++****####@@@
  (14 more readouts with --readout all)
  
  Akt pS473 rises 2.1-fold, Akt pT308 2.1-fold and Akt activity 2.3-fold by 48 h (and 1 more) while S6K pT389 falls to less than 1 %.
  $ LC_ALL=C simulate --inhibit mTORC1
  her2-mtor - cell HER2+, trastuzumab-resistant by PTEN loss - mTORC1 inhibited 100 % from 0 h - from rest
  (the level before treatment, then folds of it)
  
                  untreated    1 h    8 h   24 h   48 h  0 ... 48 h
  Akt pS473            0.34   1.19   1.71   1.97   2.09  =+*#####@@@@@@@@
  Akt pT308            0.11   1.14   1.53   1.85   2.15  =++***######@@@@
  Akt activity         0.10   1.16   1.62   1.99   2.32  -=+****#####@@@@
  S6K pT389            0.25   0.01  <0.01  <0.01  <0.01  @_______________
  4EBP1 pT37/46        0.90  <0.01  <0.01  <0.01  <0.01  @_______________
  ERK pT202/Y204      0.030   1.01   0.92   1.08   1.40  **+++****####@@@
  (14 more readouts with --readout all)
  
  Akt pS473 rises 2.1-fold, Akt pT308 2.1-fold and Akt activity 2.3-fold by 48 h (and 1 more) while S6K pT389 falls to less than 1 %.
  $ LC_ALL=de_DE.UTF-8 simulate --inhibit mTORC1 | sed -n 5p
  Akt pS473            0.34   1.19   1.71   1.97   2.09  ▄▅▆▇▇▇▇▇████████
  $ simulate --drug everolimus=20nM@0h..24h --for 3d --readout pAkt_S473,pS6K
  her2-mtor - cell HER2+, trastuzumab-resistant by PTEN loss - everolimus 20 nM, 0 h to 24 h - from rest
  (the level before treatment, then folds of it)
  
             untreated   2 h  12 h  24 h  36 h  72 h  0 ... 72 h
  Akt pS473       0.34  1.33  1.52  1.56  0.98  0.99  +#@@@@++++++++++
  S6K pT389       0.25  0.03  0.03  0.03  1.01  1.00  @_____@@@@@@@@@@
  
  Akt pS473 rises 1.5-fold by 12 h while S6K pT389 falls to 3 %; by 72 h Akt pS473 is back at 99 %.
  warning: the model's drugs leave at once: it has no binding time for everolimus
  $ simulate --cell her2_sensitive --variant receptor_side --drug "MK-2206=1uM" --background "drug trastuzumab=68nM"
  her2-mtor - cell HER2+, trastuzumab-sensitive (BT-474, SKBR3 type) - variant receptor_side - MK-2206 1 uM from 0 h on trastuzumab 68 nM - from rest
  (the level before treatment, then folds of it)
  
                  untreated    1 h    8 h   24 h   48 h  0 ... 48 h
  Akt pS473            0.15   0.07   0.08   0.11   0.14  @_______________
  Akt pT308           0.026   0.04   0.05   0.06   0.07  @_______________
  Akt activity        0.019  <0.01  <0.01  <0.01  <0.01  @_______________
  S6K pT389            0.23   0.45   0.43   0.44   0.43  @---------------
  4EBP1 pT37/46        0.89   0.84   0.84   0.85   0.84  @###############
  ERK pT202/Y204      0.078   1.22   1.39   1.70   1.90  =+****####@@@@@@
  (14 more readouts with --readout all)
  
  Akt pS473 falls to 7 %, Akt pT308 to 4 % and Akt activity to less than 1 % by 1 h (and 2 more) while ERK pT202/Y204 rises 1.9-fold by 48 h.
  $ simulate --set IGF=0 --set IGF=30@0h --for 2h --readout pS6K
  her2-mtor - cell HER2+, trastuzumab-resistant by PTEN loss - IGF = 0 + IGF = 30 from 0 h - from rest
  (the level before treatment, then folds of it)
  
             untreated  3 min  20 min   1 h   2 h  0 ... 2 h
  S6K pT389       0.25   1.00    1.01  1.02  1.02  @@@@@@@@@@@@@@@@
  
  No readout shown changes by more than 10 %.
  $ simulate --drug RAD001=20nM --clamp S6K_Rictor --readout pAkt_S473 | tail -3
  Akt pS473       0.34  1.03  1.19  1.27  1.22  *##@@@@@@@@@@@@@
  
  Akt pS473 rises 1.3-fold by 24 h.
  $ simulate --cut S6K_IRS1 --inhibit mTORC1 --readout pAkt_S473 | tail -3
  Akt pS473       0.35  1.17  1.67  1.90  2.00  =+*####@@@@@@@@@
  
  Akt pS473 rises 1.9-fold by 24 h.
  $ simulate --for 6h
  her2-mtor - cell HER2+, trastuzumab-resistant by PTEN loss - untreated - from the file's values
  
                    0 h  10 min    1 h    3 h    6 h  0 ... 6 h
  Akt pS473        0.34    0.34   0.34   0.34   0.34  @@@@@@@@@@@@@@@@
  Akt pT308        0.11    0.11   0.11   0.11   0.11  @@@@@@@@@@@@@@@@
  Akt activity     0.10    0.10   0.10   0.10   0.10  @@@@@@@@@@@@@@@@
  S6K pT389        0.25    0.25   0.25   0.25   0.25  @@@@@@@@@@@@@@@@
  4EBP1 pT37/46    0.90    0.90   0.90   0.90   0.90  @@@@@@@@@@@@@@@@
  ERK pT202/Y204  0.030   0.030  0.030  0.030  0.030  @@@@@@@@@@@@@@@@
  (14 more readouts with --readout all)
  $ simulate --inhibit mTORC1 --no-equilibrate --readout pS6K | head -1
  her2-mtor - cell HER2+, trastuzumab-resistant by PTEN loss - mTORC1 inhibited 100 % from 0 h - from the file's values
  $ simulate --inhibit mTORC1 --verbose 2>&1 >/dev/null | sed 's/[0-9][0-9]*/N/g; s/AVX-*N/AVX/'
  rodas, rtol Ne-N: N steps, N rejected, N rate evaluations, N Jacobians, N restarts
  method auto is rodas: its Jacobian is sparse enough to be factored at each step
  machine code for AVX, N bytes
  $ NO_COLOR=1 simulate --inhibit mTORC1 --color always --readout pS6K | head -1
  her2-mtor - cell HER2+, trastuzumab-resistant by PTEN loss - mTORC1 inhibited 100 % from 0 h - from rest

Every method, to the same answer.

  $ for m in $(simulate list methods --names); do printf '%s ' $m; simulate --model negative-feedback --inhibit kinaseB --for 3h --method $m --format tsv --points 2 --rtol 1e-5 | tail -1 | cut -f 3 | cut -c 1-4; done
  auto 1.99
  rodas 1.99
  msbdf 1.99
  bsimp 1.99
  msadams 2.00
  rk8pd 1.99
  rkf45 1.99
  rkck 2.00
  rk4 2.00
  rk2 2
  rk1imp 2
  rk2imp 2
  rk4imp 2

Limits.

  $ simulate --inhibit mTORC1 --max-steps 10 2>&1 | sed 's/t = .* min (step [^,]*/t = ... min (step .../'
  */models/her2-mtor.ant:228:3: error: integration stopped at t = ... min (step ..., rtol 1e-06): all 10 steps are used up (glob)
    228 |   BP1_S65: -> p4EBP1_S65; k_S65*mTORC1_to_S65*(p4EBP1 - p4EBP1_S65) - d_S65*p4EBP1_S65;
        |   ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
  note: the fastest change is p4EBP1_S65 = 0.00711, through 'BP1_S65'
  hint: allow more with --max-steps, or try --rtol=0.0001
  $ simulate --inhibit mTORC1 --method rk4 --rtol 1e-12 --for 900d --time-limit 50ms 2>&1 | grep -o 'the time limit.*'
  the time limit of 0.05 s is reached
