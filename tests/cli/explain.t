Which loop did it: a fold as a product of factors.

  $ cat > two.ant <<'END'
  > unit time_unit = 60 second;
  > species R; R = 1;
  > inhibit_X = 0; drug_D = 0;
  > e = 0.3; a = 0.8; b = 0.25; c = 1.5; d = 0.05; off = 0;
  > left := (1 - inhibit_X)*10/(10 + drug_D);
  > feedback_A_R := left; feedback_A_R is "A -| R"; feedback_A_R notes "made up";
  > feedback_B_R := left; feedback_B_R is "B -| R"; feedback_B_R notes "made up, too";
  > feedback_C_R := R;
  > target := (1 - e*(1 - left))*(1 + a*(1 - feedback_A_R) + b*(1 - feedback_B_R) \
  >     + c*(1 - feedback_A_R)*(1 - feedback_B_R) + off*feedback_C_R);
  > J: => R; d*target; K: R => ; d*R;
  > readout_R := R; readout_R is "the readout";
  > END
  $ printf 'edgeId\tconfidence\nA_R\thigh\n' > two.edges.tsv
  $ simulate explain --model two.ant --inhibit X
  two - X inhibited 100 % from 0 h - from rest
  
  The fold of the readout as a product of factors
  
  loop                           1 h   8 h  24 h  48 h
  A_R              A -| R       2.18  2.26  2.26  2.26
  B_R              B -| R       1.54  1.57  1.57  1.57
  everything else               0.71  0.70  0.70  0.70
  fold             the readout  2.41  2.49  2.49  2.49
  
  At 8 h: the factor of a loop alone, all others clamped; the fold without it; its signal, untreated and treated
  
  loop  alone  without  signal     role
  A_R    1.80     0.87  1.00 -> 0  brake released by the drug
  B_R    1.25     1.26  1.00 -> 0  brake released by the drug
  
  Nothing reads C_R at these parameters: no part of the product.
  
  edge  how sure, and from where
  A_R   high - made up
  B_R   made up, too
  
  the readout is 2.49-fold at 8 h: A -| R (x2.26) did most of it; everything else x0.70.
  $ simulate explain --model two.ant --inhibit X --at 8h --focus 8h --group both=A_R,B_R
  two - X inhibited 100 % from 0 h - from rest
  
  The fold of the readout as a product of factors
  
  loop                           8 h
  both                          3.55
  everything else               0.70
  fold             the readout  2.49
  
  At 8 h: the factor of a loop alone, all others clamped; the fold without it; its signal, untreated and treated
  
  loop  alone  without  signal     role
  both   3.55     0.70  1.00 -> 0  brake released by the drug
  
  both: A_R and B_R, clamped together.
  Nothing reads C_R at these parameters: no part of the product.
  
  edge  how sure, and from where
  A_R   high - made up
  B_R   made up, too
  
  the readout is 2.49-fold at 8 h: both (x3.55) did nearly all of it; everything else x0.70.
  $ simulate explain --model two.ant --inhibit X --at 8h --edge A_R --percent
  two - X inhibited 100 % from 0 h - from rest
  
  The fold of the readout as a product of factors
  
  loop                           8 h
  A_R              A -| R       2.84
  everything else               0.87
  fold             the readout  2.49
  
  loop                            8 h
  A_R              A -| R       115 %
  everything else               -15 %
  ln of the fold   the readout  100 %
  
  At 8 h: the factor of a loop alone, all others clamped; the fold without it; its signal, untreated and treated
  
  loop  alone  without  signal     role
  A_R    2.84     0.87  1.00 -> 0  brake released by the drug
  
  Nothing reads C_R at these parameters: no part of the product.
  Intact in every run, so part of everything else: B_R.
  
  edge  how sure, and from where
  A_R   high - made up
  
  the readout is 2.49-fold at 8 h: A -| R (x2.84) did nearly all of it; everything else x0.87.
  warning: percentages mislead here: some parts raise the readout and some lower it, and shares of what is left go beyond 100 %
  $ simulate explain --model two.ant --inhibit X --at 8h --cut B_R
  two - B_R cut + X inhibited 100 % from 0 h - from rest
  
  The fold of the readout as a product of factors
  
  loop                                                    8 h
  A_R              A -| R                                2.84
  everything else                                        0.70
  fold             the readout                           1.99
  fold, uncut      over the untreated cell without cuts  2.48
  
  At 8 h: the factor of a loop alone, all others clamped; the fold without it; its signal, untreated and treated
  
  loop  alone  without  signal     role
  A_R    2.84     0.70  1.00 -> 0  brake released by the drug
  
  Nothing reads C_R at these parameters: no part of the product.
  Held by the treatment already: B_R.
  
  edge  how sure, and from where
  A_R   high - made up
  
  the readout is 1.99-fold at 8 h: A -| R (x2.84) did nearly all of it; everything else x0.70.
  $ simulate explain --model two.ant --drug D=100nM --at 8h --against 'drug D=10nM'
  two - D 100 nM from 0 h - against D 10 nM - from rest
  
  The fold of the readout as a product of factors
  
  loop                           8 h
  A_R              A -| R       1.36
  B_R              B -| R       1.24
  everything else               0.86
  fold             the readout  1.44
  
  At 8 h: the factor of a loop alone, all others clamped; the fold without it; its signal under D 10 nM and under the treatment
  
  loop  alone  without  signal         role
  A_R    1.33     1.04  0.50 -> 0.091  brake released by the drug
  B_R    1.22     1.14  0.50 -> 0.091  brake released by the drug
  
  Nothing reads C_R at these parameters: no part of the product.
  Clamped signals follow D 10 nM in small steps; where all of them do, the readout is met within 0.001 %.
  
  edge  how sure, and from where
  A_R   high - made up
  B_R   made up, too
  
  the readout is 1.44 times what it is under D 10 nM at 8 h: A -| R (x1.36) and B -| R (x1.24) did nearly all of it; everything else x0.86.

Against a treatment that clamps a loop: the loop is one of the product all the same.

  $ simulate explain --model two.ant --inhibit X --at 8h --against 'inhibit X=0.5, clamp A_R'
  two - X inhibited 100 % from 0 h - against X inhibited 50 % + A_R clamped - from rest
  
  The fold of the readout as a product of factors
  
  loop                           8 h
  A_R              A -| R       2.60
  B_R              B -| R       1.21
  everything else               0.82
  fold             the readout  2.60
  
  At 8 h: the factor of a loop alone, all others clamped; the fold without it; its signal under X inhibited 50 % + A_R clamped and under the treatment
  
  loop  alone  without  signal     role
  A_R    2.38     0.92  1.00 -> 0  brake released by the drug
  B_R    1.11     1.96  0.50 -> 0  brake released by the drug
  
  Nothing reads C_R at these parameters: no part of the product.
  Held at the untreated level by the other treatment, so clamped at that: A_R.
  Clamped signals follow X inhibited 50 % + A_R clamped in small steps; where all of them do, the readout is met within 0.001 %.
  
  edge  how sure, and from where
  A_R   high - made up
  B_R   made up, too
  
  the readout is 2.60 times what it is under X inhibited 50 % + A_R clamped at 8 h: A -| R (x2.60) did most of it; everything else x0.82.

Parameter sets: bands, and whether they agree.

  $ printf 'a\tb\tweight\n0.8\t0.25\t1\n0.2\t0.9\t1\n0.3\t0.8\t2\n' > sets.tsv
  $ simulate explain --model two.ant --inhibit X --at 8h --ensemble sets.tsv
  two - 3 sets of 'sets.tsv' - X inhibited 100 % from 0 h - from rest
  
  The fold of the readout as a product of factors (medians over the sets; in each set they multiply)
  
  loop                           8 h
  B_R              B -| R       2.23
  A_R              A -| R       1.61
  everything else               0.70
  fold             the readout  2.52
  
  At 8 h: the factor of a loop alone, all others clamped; the fold without it; its signal, untreated and treated
  
  loop   factor (5-95 %)  first  alone  without  signal     role
  B_R   2.23 (1.57-2.39)   75 %   1.80     0.91  1.00 -> 0  brake released by the drug
  A_R   1.61 (1.51-2.26)   25 %   1.30     1.26  1.00 -> 0  brake released by the drug
  
  Nothing reads C_R at these parameters: no part of the product.
  
  edge  how sure, and from where
  B_R   made up, too
  A_R   high - made up
  
  the readout is 2.52-fold (2.49-2.52) at 8 h: which loop did most of it is not decided: B -| R ranks first in 75 % of 3 sets, A -| R in 25 %.
  $ simulate explain --model two.ant --inhibit X --at 8h --ensemble sets.tsv --members --format csv | cut -d, -f1-8
  cell,variant,member,time_h,part,loop,label,factor
  ,,1,8,loop,A_R,A -| R,2.2609732405273752
  ,,1,8,loop,B_R,B -| R,1.5701203071513328
  ,,1,8,rest,,everything else,0.7000000013571805
  ,,1,8,fold,,the readout,2.485000004032442
  ,,2,8,loop,A_R,A -| R,1.5078740651450413
  ,,2,8,loop,B_R,B -| R,2.387467281922402
  ,,2,8,rest,,everything else,0.7000000013571805
  ,,2,8,fold,,the readout,2.52000000194103
  ,,3,8,loop,A_R,A -| R,1.6124515524019603
  ,,3,8,loop,B_R,B -| R,2.2326252161997906
  ,,3,8,rest,,everything else,0.7000000013571805
  ,,3,8,fold,,the readout,2.52000000194103

Variants and cells side by side.

  $ printf 'conditionId\tconditionName\tb\nless\tless B\t0.25\nmore\tmore B\t2\n' > two.variants.tsv
  $ simulate explain --model two.ant --inhibit X --at 8h --variant all
  two - 2 variants - X inhibited 100 % from 0 h - from rest
  
  less: the fold of the readout as a product of factors
  
  loop                           8 h
  A_R              A -| R       2.26
  B_R              B -| R       1.57
  everything else               0.70
  fold             the readout  2.49
  
  At 8 h: the factor of a loop alone, all others clamped; the fold without it; its signal, untreated and treated
  
  loop  alone  without  signal     role
  A_R    1.80     0.87  1.00 -> 0  brake released by the drug
  B_R    1.25     1.26  1.00 -> 0  brake released by the drug
  
  Nothing reads C_R at these parameters: no part of the product.
  
  more: the fold of the readout as a product of factors
  
  loop                           8 h
  B_R              B -| R       2.97
  A_R              A -| R       1.78
  everything else               0.70
  fold             the readout  3.71
  
  At 8 h: the factor of a loop alone, all others clamped; the fold without it; its signal, untreated and treated
  
  loop  alone  without  signal     role
  B_R    3.00     1.26  1.00 -> 0  brake released by the drug
  A_R    1.80     2.10  1.00 -> 0  brake released by the drug
  
  Nothing reads C_R at these parameters: no part of the product.
  
  edge  how sure, and from where
  A_R   high - made up
  B_R   made up, too
  
  the readout at 8 h is 2.49-fold in less, 3.71-fold in more: which loop did most is not decided: A -| R (x2.26) ranks first in less, B -| R (x2.97) in more.
  $ simulate explain --model two.ant --inhibit X --at 8h --variant all | tail -1
  the readout at 8 h is 2.49-fold in less, 3.71-fold in more: which loop did most is not decided: A -| R (x2.26) ranks first in less, B -| R (x2.97) in more.
  $ simulate explain --model two.ant --inhibit X --at 8h | tail -1
  (2 rival parameter sets: --variant all says whether they agree)
  $ rm two.variants.tsv

Tables for programs and to paste.

  $ simulate explain --model two.ant --inhibit X --at 1h,8h --format csv
  cell,variant,time_h,part,loop,label,factor,error,alone,without,signal_untreated,signal_treated,signal_by_itself,gain,role,behind,ranks_first,confidence,source
  ,,1,loop,A_R,A -| R,2.18459339518759,0,1.7442897391271968,0.881224268835687,1,0,0,0,brake released by the drug,,1,high,made up
  ,,1,loop,B_R,B -| R,1.5437308804417973,0,1.2325927289994383,1.2470546140960204,1,0,0,0,brake released by the drug,,0,,"made up, too"
  ,,1,rest,,everything else,0.7149354755248508,0,,,,,,,,,,,
  ,,1,fold,,the readout,2.4110657601256027,0,,,,,,,,,,,
  ,,8,loop,A_R,A -| R,2.2609732405273752,0,1.7999999910120634,0.8749999980125431,1,0,0,0,brake released by the drug,,1,high,made up
  ,,8,loop,B_R,B -| R,1.5701203071513328,0,1.249999994737239,1.2599999961513695,1,0,0,0,brake released by the drug,,0,,"made up, too"
  ,,8,rest,,everything else,0.7000000013571805,0,,,,,,,,,,,
  ,,8,fold,,the readout,2.485000004032442,0,,,,,,,,,,,
  $ simulate explain --model two.ant --inhibit X --at 8h --edge A_R --format tsv | head -2
  cell\tvariant\ttime_h\tpart\tloop\tlabel\tfactor\terror\talone\twithout\tsignal_untreated\tsignal_treated\tsignal_by_itself\tgain\trole\tbehind\tranks_first\tconfidence\tsource (esc)
  \t\t8\tloop\tA_R\tA -| R\t2.840000011059222\t0\t2.840000011059222\t0.8749999980125431\t1\t0\t0\t0\tbrake released by the drug\t\t1\thigh\tmade up (esc)
  $ simulate explain --model two.ant --inhibit X --at 8h --format md
  two · X inhibited 100 % from 0 h · from rest
  
  **The fold of the readout as a product of factors**
  
  | loop |  | 8 h |
  | --- | --- | --- |
  | A_R | A -\| R | 2.26 |
  | B_R | B -\| R | 1.57 |
  | everything else |  | 0.70 |
  | fold | the readout | 2.49 |
  
  At 8 h: the factor of a loop alone, all others clamped; the fold without it; its signal, untreated and treated
  
  | loop | alone | without | signal | role |
  | --- | --- | --- | --- | --- |
  | A_R | 1.80 | 0.87 | 1.00 → 0 | brake released by the drug |
  | B_R | 1.25 | 1.26 | 1.00 → 0 | brake released by the drug |
  
  Nothing reads C_R at these parameters: no part of the product.
  
  | edge | how sure, and from where |
  | --- | --- |
  | A_R | high · made up |
  | B_R | made up, too |
  
  the readout is 2.49-fold at 8 h: A -| R (×2.26) did most of it; everything else ×0.70.
  $ simulate explain --model two.ant --inhibit X --at 8h --output run.json | tail -1
  the readout is 2.49-fold at 8 h: A -| R (x2.26) did most of it; everything else x0.70.
  $ head -3 run.json
  {
    "columns": [
      {"name": "cell", "label": "cell", "unit": ""},

A paragraph of methods.

  $ simulate explain --model two.ant --inhibit X --at 8h --methods | tail -9
  tolerance of 1e-06 and an absolute tolerance of 1e-09 times the level of each
  species at the start (or a millionth of the largest level, if that is more). The
  fold of the readout was written as a product of factors: ln of the factor of a
  feedback loop is its Shapley value (Shapley 1953) in the game whose value is ln
  of the fold with some loops intact and all others clamped, from time 0 on, at
  their signals before treatment; the factor of everything else is the fold with
  all loops clamped. All 4 combinations of 2 loops were run. Numbers do not depend
  on the number of threads, nor on whether formulas ran as machine code or were
  interpreted.

A readout that stays, one that is gone.

  $ cat > still.ant <<'END'
  > species R, Q; R = 1; Q = 1; inhibit_X = 0;
  > feedback_A_Q := 1 - inhibit_X;
  > J1: => Q; 0.1*feedback_A_Q; J2: Q => ; 0.1*Q;
  > J3: => R; 0.1; J4: R => ; 0.1*R;
  > readout_R := R; readout_Q := Q;
  > END
  $ simulate explain --model still.ant --inhibit X
  still - X inhibited 100 % from 0 - from rest
  
  readout_R does not change: its fold and every factor of it are within 0.5 % of 1 at every time.
  $ simulate explain --model still.ant --inhibit X --readout Q --at 50,300 --for 300
  still - X inhibited 100 % from 0 - from rest
  
  The fold of readout_Q as a product of factors
  
  loop                               50  300
  A_Q              feedback_A_Q  0.0067    -
  everything else                  1.00    -
  fold             readout_Q     0.0067    -
  
  At 50: the factor of a loop alone, all others clamped; the fold without it; its signal, untreated and treated
  
  loop   alone  without  signal     role
  A_Q   0.0067     1.00  1.00 -> 0  drive withdrawn by the drug
  
  At 300 readout_Q is gone, with some loops clamped or with none: it is below what the tolerance of integration leaves of it, and has no factors.
  
  readout_Q is 0.0067-fold at 50: feedback_A_Q (x0.0067) did nearly all of it; everything else x1.00.

The loops of her2-mtor, with groups: all combinations.

  $ G='--group IRS1=S6K_IRS1,S6K_IRS1_loss --group FOXO=FOXO_HER3,FOXO_IGF1R,FOXO_Rictor --group ERK=ERK_HER2,ERK_SOS,ERK_DUSP,ERK_TSC2'
  $ simulate explain --drug everolimus=20nM $G | sed '/how sure/,/^$/d'
  her2-mtor - cell HER2+, trastuzumab-resistant by PTEN loss - everolimus 20 nM from 0 h - from rest
  
  The fold of Akt pS473 as a product of factors
  
  loop                                1 h   8 h  24 h  48 h
  mTORC1_PHLPP     mTORC1 -> PHLPP   1.02  1.17  1.27  1.30
  S6K_Rictor       S6K -| Rictor     1.12  1.26  1.26  1.28
  IRS1                               1.01  1.03  1.06  1.09
  mTORC1_Grb10     mTORC1 -> Grb10   1.00  1.01  1.04  1.09
  Akt_SIN1         Akt -> SIN1       1.01  1.03  1.03  1.02
  FOXO                               1.00  0.98  0.98  0.99
  mTORC1_PRAS40    mTORC1 -| PRAS40  1.00  1.01  1.01  1.01
  3 silent         together          1.00  1.00  1.00  1.00
  everything else                    1.00  0.96  0.87  0.76
  fold             Akt pS473         1.16  1.48  1.56  1.51
  
  At 24 h: the factor of a loop alone, all others clamped; the fold without it; its signal, untreated and treated
  
  loop           alone  without  signal          role
  mTORC1_PHLPP    1.28     1.25  0.42 -> 0.14    brake released by the drug
  S6K_Rictor      1.28     1.27  0.25 -> 0.0081  brake released by the drug
  IRS1            1.05     1.44  several         brake released by the drug
  mTORC1_Grb10    1.02     1.47  0.71 -> 0.017   brake released by the drug
  Akt_SIN1        0.96     1.44  0.10 -> 0.16    amplifies
  FOXO            1.01     1.64  0.16 -> 0.11    damps
  mTORC1_PRAS40   1.00     1.53  0.71 -> 0.017   reinforces the drug
  
  IRS1: S6K_IRS1 and S6K_IRS1_loss, clamped together. FOXO: FOXO_HER3, FOXO_IGF1R and FOXO_Rictor, clamped together. ERK: ERK_HER2, ERK_SOS, ERK_DUSP and ERK_TSC2, clamped together.
  Silent, each within 0.5 % of 1 at every time: Akt_HER3, ERK and Akt_Raf.
  Nothing reads S6K_SIN1 at these parameters: no part of the product.
  Everything else holds 1 feedback loop without an edge: HER2:HER3 without ligand -| HER2:HER3 with heregulin -| HER2:HER3 without ligand.
  
  Akt pS473 is 1.56-fold at 24 h: mTORC1 -> PHLPP (x1.27) and S6K -| Rictor (x1.26) did most of it; everything else x0.87.
  (2 rival parameter sets: --variant all says whether they agree)

One by one they are more than are all combined: orders at random, the same at each run.

  $ simulate explain --drug everolimus=20nM | sed '/^At 24 h/,/^$/d;/^loop /,/^$/d;/how sure/,/^$/d'
  her2-mtor - cell HER2+, trastuzumab-resistant by PTEN loss - everolimus 20 nM from 0 h - from rest
  
  The fold of Akt pS473 as a product of factors
  
  Silent, each within 0.5 % of 1 at every time: FOXO_IGF1R, FOXO_Rictor, Akt_HER3, ERK_HER2, ERK_SOS, ERK_DUSP, ERK_TSC2 and Akt_Raf.
  Nothing reads S6K_SIN1 at these parameters: no part of the product.
  Everything else holds 1 feedback loop without an edge: HER2:HER3 without ligand -| HER2:HER3 with heregulin -| HER2:HER3 without ligand.
  Drawn at random: 32 orders and their reverses, which take 834 of 65536 combinations of loops; standard errors of factors are up to 0.3 %. --exact runs them all.
  The signal of S6K_IRS1_loss stands still while S6K_IRS1 is clamped: they are in series and share one effect; --group NAME=S6K_IRS1,S6K_IRS1_loss puts them together.
  
  Akt pS473 is 1.56-fold at 24 h: mTORC1 -> PHLPP (x1.27) and S6K -| Rictor (x1.26) did most of it; everything else x0.87.
  (2 rival parameter sets: --variant all says whether they agree)
  $ simulate explain --drug everolimus=20nM --orders 40 --seed 7 --at 24h --format csv > a.csv
  $ simulate explain --drug everolimus=20nM --orders 40 --seed 7 --at 24h --format csv --threads 1 > b.csv
  $ cmp a.csv b.csv

Pictures.

  $ command -v gnuplot >/dev/null || exit 80
  $ simulate explain --model two.ant --inhibit X --plot two.svg --caption >/dev/null
  $ grep -o 'A -| R\|everything else\|24 h\|fold of untreated, log scale\|X inhibited 100 % from 0 h' two.svg | sort | uniq -c
        1 24 h
        1 A -| R
        2 X inhibited 100 % from 0 h
        1 everything else
        1 fold of untreated, log scale
  $ simulate explain --model two.ant --inhibit X --at 8h --ensemble sets.tsv --plot sets.pdf >/dev/null
  $ head -c 4 sets.pdf
  %PDF (no-eol)

Members are a table, wherever it goes; beside it stands what it is of.

  $ printf 'PTEN\n0.1\n0.3\n' >pten.tsv
  $ simulate explain --ensemble pten.tsv --members --drug everolimus=20nM --edge S6K_Rictor --at 24h --provenance p.json | cut -d , -f 1-7
  cell,variant,member,time_h,part,loop,label
  her2_resistant_pten,,1,24,loop,S6K_Rictor,S6K -| Rictor
  her2_resistant_pten,,1,24,rest,,everything else
  her2_resistant_pten,,1,24,fold,,Akt pS473
  her2_resistant_pten,,2,24,loop,S6K_Rictor,S6K -| Rictor
  her2_resistant_pten,,2,24,rest,,everything else
  her2_resistant_pten,,2,24,fold,,Akt pS473
  $ grep -e method -e treatment -e sets p.json
    "sets": 2,
    "treatment": "everolimus 20 nM from 0 h",
    "method": "rodas",

Many cells and variants stand in a grid at the time in focus; the loops that do least are
one bar then.

  $ simulate explain --drug everolimus=20nM --cell all --variant all --plot many.svg >/dev/null
  $ grep -o 'her2_[a-z0-9_]* · [a-z0-9_]*' many.svg | wc -l
  14
  $ grep -o '[0-9]* other loops' many.svg
  8 other loops
  8 other loops
  8 other loops
  $ (printf 'conditionId\tb\n'; for i in $(seq 19); do printf 'v%d\t0.%d\n' $i $i; done) > two.variants.tsv
  $ simulate explain --model two.ant --inhibit X --at 8h --variant all --plot v.svg
  error: --plot: 19 small plots do not fit on a page: at most 18
  hint: name fewer with --cell and --variant
  [2]
  $ rm two.variants.tsv
