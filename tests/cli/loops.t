The feedback loops of a network. Figures are the program's own; test_loops and
tests/oracle/loops.py hold them to the reference.

One loop, worked out by hand in the model's own text: gain -0.25, 20.5 min round.

  $ simulate loops --model negative-feedback
  negative-feedback - untreated - from rest
  1 feedback loop, balancing; apart from them 4 first-order loops.
  
  feedback edge         loops   gain
  kinase B -| receptor      1  -0.25
  (the gain of the strongest loop through an edge)
  
  loop  sign       nodes  time scale   gain
  1     balancing      4    20.5 min  -0.25
  
  1  [kinase B -| receptor] -| receptor, active -> kinase A, phosphorylated -> kinase B, phosphorylated -> [kinase B -| receptor]
  
  Nothing moves at rest: a treatment would show which loops rule its run.
  $ simulate loops --model negative-feedback --inhibit kinaseA=0.5 --for 2h
  negative-feedback - kinase A inhibited 50 % from 0 h - from rest
  1 feedback loop, balancing; apart from them 4 first-order loops.
  
  feedback edge         loops   gain  gain, 2 h  3 min  20 min    1 h    2 h  0 ... 2 h
  kinase B -| receptor      1  -0.25      -0.27  100 %   100 %  100 %  100 %  #@@@@@@@@@@@
  (the gain of the strongest loop through an edge; the share of all scores that its loops have: one through two edges counts in both)
  
  loop  sign       nodes  time scale   gain  gain, 2 h  3 min  20 min    1 h    2 h
  1     balancing      4    20.5 min  -0.25      -0.27  100 %   100 %  100 %  100 %
  
  1  [kinase B -| receptor] -| receptor, active -> kinase A, phosphorylated -> kinase B, phosphorylated -> [kinase B -| receptor]
  
  There is no other loop to compare it with: --table scores has its score over time.
  $ simulate loops --model negative-feedback --inhibit kinaseB --at 1h
  negative-feedback - kinase B inhibited 100 % from 0 h - from rest
  1 feedback loop, balancing; apart from them 4 first-order loops.
  
  feedback edge         loops   gain  gain, 1 h   1 h   8 h  24 h  48 h  0 ... 48 h
  kinase B -| receptor      1  -0.25          0  open  open  open  open
  (the gain of the strongest loop through an edge; the share of all scores that its loops have: one through two edges counts in both)
  
  loop  sign       nodes  time scale   gain  gain, 1 h   1 h   8 h  24 h  48 h
  1     balancing      4    20.5 min  -0.25          0  open  open  open  open
  
  1  [kinase B -| receptor] -| receptor, active -> kinase A, phosphorylated -> kinase B, phosphorylated -> [kinase B -| receptor]
  
  No loop has a score: each is open, or nothing moves round it by more than the run's tolerance.
  Open at 1 h, for the treatment leaves 5 % or less of the gain: kinase B -| receptor (-0.25 to 0).

At rest nothing moves, and the relay's loop is open until its brake is set.

  $ simulate loops --model relay --inhibit step4
  relay - hand-over from step 3 to step 4 inhibited 100 % from 0 h - from rest
  No feedback loop; apart from them 6 first-order loops. No loop goes through the feedback edge here, for what reads its signal is switched off or leads nowhere back: step 6 -| source.
  $ simulate loops --model relay --set brake_strength=20 --inhibit source=0.2 --for 10h --at rest | sed -n 4,5p
  feedback edge     loops   gain  gain, treated rest  15 min    2 h    6 h   10 h  0 ... 10 h
  step 6 -| source      1  -2.07               -1.77   100 %  100 %  100 %  100 %  #@@@@@@@@@@@

What the network of the project says of a perfect block of mTORC1.

  $ simulate loops --inhibit mTORC1
  her2-mtor - cell HER2+, trastuzumab-resistant by PTEN loss - mTORC1 inhibited 100 % from 0 h - from rest
  8415 feedback loops of up to 20 nodes, 4178 reinforcing and 4237 balancing; apart from them 8 conversions, round which only material goes, and 45 first-order loops. Longer loops are left out (--max-length).
  
  feedback edge                loops      gain  gain, 48 h   1 h   8 h  24 h  48 h  0 ... 48 h
  FOXO -> HER3                   932     -0.22      -0.058   5 %  50 %  39 %  28 %  -@####***+++
  Akt -> SIN1                    786     +0.21       +0.15  74 %  33 %  35 %  41 %  @+*+++******
  FOXO -> Rictor                3554    -0.086      -0.038  <1 %   3 %   9 %  11 %  _.-=+*##@@@@
  Akt -| HER3 at the membrane   2284    -0.039     -0.0093  11 %   8 %   6 %   5 %  @#*+++=====-
  ERK -| HER2                   2592    -0.015     -0.0057   8 %   4 %   4 %   4 %  @========+++
  ERK -| SOS                       1     -0.02      -0.026   2 %   1 %   2 %   4 %  +--==++**#@@
  ERK -> DUSP                      1    -0.021      -0.029  <1 %   2 %   3 %   4 %  .-.-==+**#@@
  Akt -| Raf                    1300   +0.0041     +0.0045   3 %   1 %   2 %   2 %  @++****#####
  FOXO -> IGF1R/INSR             320   -0.0023     -0.0074  <1 %   1 %   2 %   3 %  __-=+**###@@
  S6K -| IRS1 by loss            451     -1.95          ~0  open  open  open  open
  mTORC1 -| PRAS40               495    +0.051           0  open  open  open  open
  mTORC1 -> PHLPP               3436   -0.0095           0  open  open  open  open
  S6K -| IRS1                   2392   -0.0028           0  open  open  open  open
  S6K -| Rictor                 1004   -0.0024           0  open  open  open  open
  mTORC1 -> Grb10                834   -0.0016           0  open  open  open  open
  ERK -| TSC2                   1138  -0.00018           0  open  open  open  open
  S6K -| SIN1                      0         -           -     -     -     -     -
  (the gain of the strongest loop through an edge; the share of all scores that its loops have: one through two edges counts in both)
  
  loop  sign         nodes  time scale    gain  gain, 48 h   1 h   8 h  24 h  48 h
  1     reinforcing      5    21.1 min   +0.21       +0.15  42 %  18 %  19 %  22 %
  2     balancing        8      5.04 h   -0.22      -0.058   1 %  14 %  12 %   9 %
  3     balancing        6    30.1 min  -0.076      -0.079  18 %   9 %  10 %  12 %
  4     reinforcing     10      5.31 h   +0.12      +0.018   1 %   6 %   4 %   3 %
  5     balancing        6      35.9 h  -0.086      -0.038  <1 %   2 %   5 %   6 %
  
  1  [Akt -> SIN1] -> SIN1 pT86 -> mTORC2 opened by PIP3 -> Akt pS473 alone -> Akt pT308 and pS473 -> [Akt -> SIN1]
  2  [FOXO -> HER3] -> HER3 mRNA -> HER3 -> HER2:HER3 without ligand -> PI3K at receptors -> PIP3 -> Akt pT308 and pS473 -| FOXO -> [FOXO -> HER3]
  3  [Akt -> SIN1] -> SIN1 pT86 -> mTORC2 opened by PIP3 -| Akt without phosphate -> Akt pS473 alone -> Akt pT308 and pS473 -> [Akt -> SIN1]
  4  [FOXO -> HER3] -> HER3 mRNA -> HER3 -> HER2:HER3 without ligand -> PI3K at receptors -> PIP3 -| Akt without phosphate -> Akt pS473 alone -> Akt pT308 and pS473 -| FOXO -> [FOXO -> HER3]
  5  [FOXO -> Rictor] -> Rictor -> mTORC2 -> Akt pS473 alone -> Akt pT308 and pS473 -| FOXO -> [FOXO -> Rictor]
  (all of them with --output FILE)
  
  At 1 h loops through Akt -> SIN1 dominate (74 % of all loops' scores); at 8 h and 24 h none dominate (most: those through FOXO -> HER3, 50 and 39 %); at 48 h none dominate (most: those through Akt -> SIN1, 41 %).
  Open at 48 h, for the treatment leaves 5 % or less of the gain: mTORC1 -> Grb10 (-0.0016 to 0), S6K -| IRS1 by loss (-1.95 to ~0), S6K -| IRS1 (-0.0028 to 0), S6K -| Rictor (-0.0024 to 0), mTORC1 -> PHLPP (-0.0095 to 0), ERK -| TSC2 (-0.00018 to 0) and mTORC1 -| PRAS40 (+0.051 to 0). Weaker at 48 h, but not open (gain left): ERK -| HER2 (37 %), FOXO -> HER3 (26 %), Akt -| HER3 at the membrane (24 %) and FOXO -> Rictor (44 %).
  $ simulate loops --drug everolimus=20nM --ensemble "$TESTDIR/../../models/her2-mtor.variants.tsv" --max-length 12 | tail -2
  At 1 h loops through Akt -> SIN1 dominate (74 % of all loops' scores); at 8 h, 24 h and 48 h it is not decided: those through FOXO -> HER3 lead in 50 % of the sets, those through Akt -> SIN1 in 50 %.
  Open at 48 h, for the treatment leaves 5 % or less of the gain: S6K -| IRS1 by loss (-2.21 to -0.11, in 50 % of the sets). Weaker at 48 h, but not open (gain left): ERK -| HER2 (42 %), FOXO -> HER3 (19 %), Akt -| HER3 at the membrane (29 %), S6K -| IRS1 (48 %), FOXO -> Rictor (14 %), ERK -| TSC2 (35 %) and mTORC1 -| PRAS40 (10 %).
  $ LC_ALL=C.UTF-8 simulate loops --inhibit mTORC1 --max-length 12 | sed -n 4,5p
  feedback edge                loops     gain  gain, 48 h   1 h   8 h  24 h  48 h  0 … 48 h
  FOXO -> HER3                   108    -0.22      -0.058   4 %  49 %  39 %  28 %  ▃██▇▇▇▆▆▆▅▅▅

Tables.

  $ simulate loops --model negative-feedback --inhibit kinaseA=0.5 --for 2h --format md
  negative-feedback · kinase A inhibited 50 % from 0 h · from rest
  1 feedback loop, balancing; apart from them 4 first-order loops.
  
  | feedback edge | loops | gain | gain, 2 h | 3 min | 20 min | 1 h | 2 h |
  | --- | --- | --- | --- | --- | --- | --- | --- |
  | kinase B -\| receptor | 1 | -0.25 | -0.27 | 100 % | 100 % | 100 % | 100 % |
  
  (the gain of the strongest loop through an edge; the share of all scores that its loops have: one through two edges counts in both)
  
  | loop | sign | nodes | time scale | gain | gain, 2 h | 3 min | 20 min | 1 h | 2 h |
  | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
  | 1 | balancing | 4 | 20.5 min | -0.25 | -0.27 | 100 % | 100 % | 100 % | 100 % |
  
  1. [kinase B -| receptor] -| receptor, active -> kinase A, phosphorylated -> kinase B, phosphorylated -> [kinase B -| receptor]
  
  There is no other loop to compare it with: --table scores has its score over time.
  $ simulate loops --model negative-feedback --inhibit kinaseA=0.5 --for 2h --table edges --format md
  | edge | is | loops | reinforcing | balancing | strongest | gain | gain_2h | level_fold | state | share | share_3min | share_20min | share_1h | share_2h | leads |
  | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |
  | kinaseB_receptor | kinase B -\| receptor | 1 | 0 | 1 | 1 | -0.25 | -0.2679 | 0.7321 | closed | 1 | 1 | 1 | 1 | 1 | 1 |
  $ simulate loops --model negative-feedback --inhibit kinaseA=0.5 --for 2h --every 1h --table scores --format md
  | time (h) | loop | sign | score | share |
  | ---: | ---: | --- | ---: | ---: |
  | 0 | 1 | balancing |  |  |
  | 0.05 | 1 | balancing | -0.02936 | -1 |
  | 0.3333 | 1 | balancing | -0.2721 | -1 |
  | 1 | 1 | balancing | -0.06596 | -1 |
  | 2 | 1 | balancing | -0.00927 | -1 |
  $ simulate loops --model negative-feedback --inhibit kinaseA=0.5 --for 2h --every 1h --table groups --format md
  | time (h) | group | sign | loops | share | is |
  | ---: | ---: | --- | ---: | ---: | --- |
  | 0 | 1 | balancing | 1 |  | kinase B -\| receptor |
  | 0.05 | 1 | balancing | 1 | -1 | kinase B -\| receptor |
  | 0.3333 | 1 | balancing | 1 | -1 | kinase B -\| receptor |
  | 1 | 1 | balancing | 1 | -1 | kinase B -\| receptor |
  | 2 | 1 | balancing | 1 | -1 | kinase B -\| receptor |
  $ simulate loops --model negative-feedback --table self --format md
  | state | is | sign | slope (1/h) | time_scale (h) |
  | --- | --- | --- | ---: | ---: |
  | receptor | receptor, active | balancing | -7.5 | 0.1333 |
  | kinaseA | kinase A, phosphorylated | balancing | -24 | 0.04167 |
  | kinaseB | kinase B, phosphorylated | balancing | -6 | 0.1667 |
  | substrate | substrate, phosphorylated | balancing | -12 | 0.08333 |
  $ simulate loops --model negative-feedback --table links --format md
  | from | to | kind | slope |
  | --- | --- | --- | ---: |
  | receptor | receptor | self | -0.125 |
  | feedback_kinaseB_receptor | receptor | signal | -0.03333 |
  | receptor | kinaseA | signal | 0.375 |
  | kinaseA | kinaseA | self | -0.4 |
  | kinaseA | kinaseB | signal | 0.1 |
  | kinaseB | kinaseB | self | -0.1 |
  | kinaseB | substrate | signal | 0.1 |
  | substrate | substrate | self | -0.2 |
  | kinaseB | feedback_kinaseB_receptor | signal | 1 |
  $ printf 'K_brake\n0.1\n0.2\n' >sets.tsv
  $ simulate loops --model negative-feedback --ensemble sets.tsv --table edges --format md
  | edge | is | loops | reinforcing | balancing | strongest | gain_median | gain_p05 | gain_p95 |
  | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
  | kinaseB_receptor | kinase B -\| receptor | 1 | 0 | 1 | 1 | -0.2038 | -0.25 | -0.1577 |
  $ simulate loops --inhibit mTORC1 --output loops.csv >/dev/null; wc -l <loops.csv
  8424
  $ simulate loops --inhibit mTORC1 --table scores --top 3 | wc -l
  580
  $ simulate loops --inhibit mTORC1 --every 24h --table groups --top 2 --format md
  | time (h) | group | sign | loops | share | is |
  | ---: | ---: | --- | ---: | ---: | --- |
  | 0 | 1 | reinforcing | 7 |  | Akt -> SIN1 |
  | 0 | 2 | balancing | 56 |  | FOXO -> HER3 |
  | 0 |  | reinforcing | 4171 |  | all others |
  | 0 |  | balancing | 4181 |  | all others |
  | 1 | 1 | reinforcing | 7 | 0.4907 | Akt -> SIN1 |
  | 1 | 2 | balancing | 56 | -0.02856 | FOXO -> HER3 |
  | 1 |  | reinforcing | 4171 | 0.08798 | all others |
  | 1 |  | balancing | 4181 | -0.3927 | all others |
  | 8 | 1 | reinforcing | 7 | 0.2007 | Akt -> SIN1 |
  | 8 | 2 | balancing | 56 | -0.3049 | FOXO -> HER3 |
  | 8 |  | reinforcing | 4171 | 0.2466 | all others |
  | 8 |  | balancing | 4181 | -0.2478 | all others |
  | 24 | 1 | reinforcing | 7 | 0.2147 | Akt -> SIN1 |
  | 24 | 2 | balancing | 56 | -0.2361 | FOXO -> HER3 |
  | 24 |  | reinforcing | 4171 | 0.2385 | all others |
  | 24 |  | balancing | 4181 | -0.3106 | all others |
  | 48 | 1 | reinforcing | 7 | 0.2543 | Akt -> SIN1 |
  | 48 | 2 | balancing | 56 | -0.1669 | FOXO -> HER3 |
  | 48 |  | reinforcing | 4171 | 0.2035 | all others |
  | 48 |  | balancing | 4181 | -0.3752 | all others |

Too many, too long.

  $ simulate loops --max-loops 500 | sed -n 2p
  500 feedback loops, 248 reinforcing and 252 balancing; apart from them 8 conversions, round which only material goes, and 45 first-order loops. Cut off at 500 feedback loops (--max-loops): all of up to 10 nodes are here, and some of 11.
  $ simulate loops --max-length 5 | sed -n 2p
  12 feedback loops of up to 5 nodes, 6 reinforcing and 6 balancing; apart from them 8 conversions, round which only material goes, and 45 first-order loops. Longer loops are left out (--max-length).
  $ simulate loops --max-length 1
  error: --max-length takes a whole number from 2 to 1000000000, not '1'
  [2]

Networks without loops, without edges, that do not rest, or rest before anything is shown.

  $ printf 'species x; x = 1; => x; 1 - x;\n' >one.ant
  $ simulate loops --model one.ant
  one - untreated - from rest
  No feedback loop; apart from them 1 first-order loop.
  $ printf 'compartment c = 1; species x in c, y in c, z in c; x = 1; y = 0; z = 0; => x; -x - y + 0.3*z; => y; x - y; => z; x - 2*z;\n' >two.ant
  $ simulate loops --model two.ant --no-equilibrate --for 1
  two - untreated - from the file's values
  2 feedback loops, 1 reinforcing and 1 balancing; apart from them 3 first-order loops.
  
  loop  sign         nodes  time scale   gain  gain, 1  0.02   0.2   0.5     1
  1     balancing        2           2  -1.00    -1.00  87 %  82 %  90 %  65 %
  2     reinforcing      2         1.5  +0.15    +0.15  13 %  18 %  10 %  35 %
  
  1  x -> y -| x
  2  x -> z -> x
  
  At 0.02, 0.2, 0.5 and 1 x -> y -| x dominates (87, 82, 90 and 65 % of all loops' scores).
  $ simulate loops --model relay --set brake_strength=100 2>&1 | tail -2 | sed 's/about [0-9]*/about #/'
  note: the network oscillates, with a period of about # min
  hint: weigh the loops of its run from the model's own values with --no-equilibrate
  $ simulate loops --model relay --set brake_strength=100 2>/dev/null
  [1]
  $ simulate loops --model huang-ferrell --inhibit MEK=0.5 --for 48h | tail -1
  Nothing moves any more at the times shown; the last score is at 0 h: a shorter --for tells more.

Words that are wrong.

  $ simulate loops --inhibit mTORC1 --at 99h
  error: --at=99h: the run is over before, at 48 h
  hint: let the run last longer: --for 99h
  hint: --at=rest is where the treatment leads in the end
  [2]
  $ simulate loops --inhibit mTORC1 --at soon
  error: soon: a time is a number with its unit: 48h (s, min, h, d)
  hint: --at=rest is where the treatment leads in the end
  [2]
  $ simulate loops --inhibit mTORC1 --at 1hh
  error: 1hh: 'hh' is no unit of time (s, min, h, d)
  hint: --at=rest is where the treatment leads in the end
  [2]
  $ simulate loops --plot loops.svg
  error: --plot draws shares along a run, and at rest nothing moves
  hint: give a treatment, or start from the file's values with --no-equilibrate
  [2]
  $ simulate loops --ensemble sets.tsv --model negative-feedback --inhibit kinaseA --at rest
  error: loops at the treated rest are told of one parameter set, not of an ensemble
  hint: give a time late in the run instead, for example its end
  [2]
  $ simulate loops --inhibit mTRC1
  error: unknown target 'mTRC1'
  hint: did you mean 'mTORC1'?
  [2]
  $ simulate loops --table nonsense
  error: --table takes one of loops, edges, scores, groups, self, links, not 'nonsense'
  [2]
  $ simulate loops --output nowhere/loops.csv
  error: cannot write 'nowhere/loops.csv': No such file or directory
  hint: make the folder 'nowhere' first
  [1]

A paragraph of methods, and a picture.

  $ simulate loops --model negative-feedback --inhibit kinaseA --methods | tail -10
  species at the start (or a millionth of the largest level, if that is more).
  Feedback loops are the elementary circuits (Johnson 1975, SIAM J Comput 4:77) of
  the Jacobian with every feedback signal as a node of its own; a loop's gain is
  the product of J_ij / -J_ii once round. A loop's score is the product over its
  links of the share that the source has in what moves the target: its
  acceleration without that of its own first-order loop, or the pull of that loop
  where it is the larger (after Schoenberg, Davidsen & Eberlein 2020, Syst Dyn Rev
  36:158, whose score takes the whole acceleration). Numbers do not depend on the
  number of threads, nor on whether formulas ran as machine code or were
  interpreted.
  $ command -v gnuplot >/dev/null || exit 80
  $ simulate loops --inhibit mTORC1 --max-length 12 --plot loops.svg --caption >/dev/null; head -c 5 loops.svg
  <?xml (no-eol)

A moment of a run that there is not.

  $ simulate loops --at 3h
  error: --at=3h is a moment of a run, and at rest nothing moves
  hint: give a treatment, or start from the file's values with --no-equilibrate
  [2]
  $ simulate loops --inhibit mTORC1 --at ""
  error: --at= has no time
  hint: for example --at=24h
  hint: --at=rest is where the treatment leads in the end
  [2]
  $ simulate show PIP3 --at ""
  error: --at= has no time
  hint: for example --at=24h
  [2]

As its neighbours have them.

  $ simulate loops --model negative-feedback --inhibit kinaseB=0.9 --provenance p.json >/dev/null; grep -E 'treatment|rtol|status' p.json
    "treatment": "kinase B inhibited 90 % from 0 h",
    "rtol": 1e-09,
    "status": "complete"
  $ simulate loops --model negative-feedback --equilibrate --no-equilibrate
  error: --equilibrate and --no-equilibrate exclude each other
  [2]
  $ simulate loops --inhibit mTORC1 --time-limit 0.000001s
  error: the time limit of 1e-06 s was reached before all loops were weighed
  hint: allow more with --time-limit, or look for fewer with --max-loops or --max-length
  [1]
  $ simulate loops --model negative-feedback --inhibit kinaseB=0.9 --format md
  negative-feedback · kinase B inhibited 90 % from 0 h · from rest
  1 feedback loop, balancing; apart from them 4 first-order loops.
  
  | feedback edge | loops | gain | gain, 48 h | 1 h | 8 h | 24 h | 48 h |
  | --- | --- | --- | --- | --- | --- | --- | --- |
  | kinase B -\| receptor | 1 | -0.25 | -0.041 | 100 % | – | – | – |
  
  (the gain of the strongest loop through an edge; the share of all scores that its loops have: one through two edges counts in both)
  
  | loop | sign | nodes | time scale | gain | gain, 48 h | 1 h | 8 h | 24 h | 48 h |
  | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
  | 1 | balancing | 4 | 20.5 min | -0.25 | -0.041 | 100 % | – | – | – |
  
  1. [kinase B -| receptor] -| receptor, active -> kinase A, phosphorylated -> kinase B, phosphorylated -> [kinase B -| receptor]
  
  There is no other loop to compare it with: --table scores has its score over time.
  Weaker at 48 h, but not open (gain left): kinase B -| receptor (16 %).
