One species, rule or other symbol: its equation, and each of its terms in numbers.

  $ simulate show receptor --model negative-feedback --inhibit kinaseB
  negative-feedback - species receptor, receptor, active - kinase B inhibited 100 % from 0 h - from rest
  
  d receptor/dt = receptor_cycle
    receptor_cycle: -> receptor; k_receptor*ligand/brake*(1 - receptor) - d_receptor*receptor
      ligand switches it on, kinase B holds it down; made up for teaching
  
  per min           untreated  share   24 h  share  fold
  receptor_cycle         0.02  100 %   0.06  100 %  3.00  k_receptor*ligand/brake*(1 - receptor)
  receptor_cycle        -0.02  100 %  -0.06  100 %  3.00  -d_receptor*receptor
  net                       0             0
  receptor, active        0.2           0.6         3.00
  
  parameters  ligand = 1, k_receptor = 0.15, d_receptor = 0.1
  reads       brake = 6 -> 1
  read by     receptor_cycle, kinaseA_cycle, readout_receptor
  
  receptor, active is 3.00-fold at 24 h: it is made 3.00 times as fast, and each unit of it is lost as fast as before.
  $ simulate show receptor --model negative-feedback --inhibit kinaseB --at 0 --clamp kinaseB_receptor
  negative-feedback - species receptor, receptor, active - kinase B inhibited 100 % from 0 h + kinaseB_receptor clamped - from rest
  
  d receptor/dt = receptor_cycle
    receptor_cycle: -> receptor; k_receptor*ligand/brake*(1 - receptor) - d_receptor*receptor
      ligand switches it on, kinase B holds it down; made up for teaching
  
  per min           untreated  share    0 h  share  fold
  receptor_cycle         0.02  100 %   0.02  100 %  1.00  k_receptor*ligand/brake*(1 - receptor)
  receptor_cycle        -0.02  100 %  -0.02  100 %  1.00  -d_receptor*receptor
  net                       0             0
  receptor, active        0.2           0.2         1.00
  
  parameters  ligand = 1, k_receptor = 0.15, d_receptor = 0.1
  reads       brake = 6
  read by     receptor_cycle, kinaseA_cycle, readout_receptor
  
  receptor, active is at 0 h what it was untreated.
  $ simulate show "kinase A, phosphorylated" --model negative-feedback
  negative-feedback - species kinaseA, kinase A, phosphorylated - untreated - from the file's values
  
  d kinaseA/dt = kinaseA_cycle
    kinaseA_cycle: -> kinaseA; k_A*receptor*(1 - kinaseA) - d_A*kinaseA
      receptor on kinase A; made up for teaching
  
  per min                     24 h  share
  kinaseA_cycle              0.075  100 %  k_A*receptor*(1 - kinaseA)
  kinaseA_cycle             -0.075  100 %  -d_A*kinaseA
  net                            0
  kinase A, phosphorylated    0.25
  
  parameters  k_A = 0.5, d_A = 0.3
  reads       receptor = 0.2
  read by     A_activity, kinaseA_cycle, readout_pA
  
  kinase A, phosphorylated is in balance at 24 h; a unit of it lasts 200 s on average.
  $ simulate show B_activity --model negative-feedback --drug Binib=90nM --at 1h
  negative-feedback - rule B_activity - Binib (invented) 90 nM from 0 h - from rest
  
  B_activity := kinaseB*(1 - inhibit_kinaseB)*(1 - occ_Binib)
  
              untreated      1 h  fold
  factor            0.5   0.6394  1.28  kinaseB
  factor              1        1  1.00  1 - inhibit_kinaseB
  factor              1      0.1  0.10  1 - occ_Binib
  B_activity        0.5  0.06394  0.13
  
  parameters  inhibit_kinaseB = 0
  reads       kinaseB = 0.5 -> 0.6394, occ_Binib = 0 -> 0.9
  read by     substrate_cycle, feedback_kinaseB_receptor
  
  B_activity is 0.13-fold at 1 h; of its factors 1 - occ_Binib changes most, 0.10-fold.
  $ simulate show brake --model negative-feedback --inhibit kinaseB=0.5 --at 0
  negative-feedback - rule brake - kinase B inhibited 50 % from 0 h - from rest
  
  brake := 1 + feedback_kinaseB_receptor/K_brake
  
         untreated  share  0 h  share  fold
  term           1   17 %    1   29 %  1.00  1
  term           5   83 %  2.5   71 %  0.50  feedback_kinaseB_receptor/K_brake
  brake          6         3.5         0.58
  
  parameters  K_brake = 0.1
  reads       feedback_kinaseB_receptor = 0.5 -> 0.25
  read by     receptor_cycle
  
  brake is 0.58-fold at 0 h, mostly through feedback_kinaseB_receptor/K_brake.
  $ simulate show kinaseB_receptor --model negative-feedback --inhibit kinaseB --clamp kinaseB_receptor
  negative-feedback - feedback edge feedback_kinaseB_receptor, kinase B -| receptor - kinase B inhibited 100 % from 0 h + kinaseB_receptor clamped - from rest
  
  feedback_kinaseB_receptor := B_activity
      the shape of S6K -| IRS1: Harrington 2004 JCB 166:213 (to be verified)
  
                        untreated  24 h  fold
  term                        0.5     0  0.00  B_activity
  kinase B -| receptor        0.5   0.5  1.00
  (clamped: its level is not what the rule says)
  
  reads       B_activity = 0.5 -> 0
  read by     brake
  
  kinase B -| receptor is at 24 h what it was untreated.
  $ simulate show d_A --model negative-feedback --set d_A=0.6
  negative-feedback - parameter d_A - d_A = 0.6 - from the file's values
  
  d_A = 0.6 (0.3 in the model)
  
  read by     kinaseA_cycle
  $ simulate show Binib --model negative-feedback --drug Binib=90nM
  negative-feedback - drug drug_Binib, Binib (invented) - Binib (invented) 90 nM from 0 h - from rest
  
  drug_Binib = 0 -> 90 nM
  
  read by     occ_Binib
  $ simulate show kinaseA_cycle --model negative-feedback
  negative-feedback - reaction kinaseA_cycle - untreated - from the file's values
  
    kinaseA_cycle: -> kinaseA; k_A*receptor*(1 - kinaseA) - d_A*kinaseA
      receptor on kinase A; made up for teaching
  
  per min          24 h  share
  term            0.075  100 %  k_A*receptor*(1 - kinaseA)
  term           -0.075  100 %  -d_A*kinaseA
  kinaseA_cycle       0
  
  parameters  k_A = 0.5, d_A = 0.3
  reads       receptor = 0.2, kinaseA = 0.25

Sums that hold, sources, tables beside the model, cells.

  $ simulate show Akt_both --drug everolimus=20nM
  her2-mtor - species Akt_both, Akt pT308 and pS473 - cell HER2+, trastuzumab-resistant by PTEN loss - everolimus 20 nM from 0 h - from rest
  
  d Akt_both/dt = Akt_T308_second + Akt_S473_second
    Akt_T308_second: Akt_S473 -> Akt_both; v308*Akt_S473 - d308*protect_T308*Akt_shield*Akt_both
      pS473 shields pT308: an assumption that fits the fall of pT308 in Rodrik-Outmezguine 2011 Cancer Discov 1:248
    Akt_S473_second: Akt_T308 -> Akt_both; v473*Akt_T308 - d473*Akt_shield*PHLPP*Akt_both
      as on Akt without phosphate: Sarbassov 2005 Science 307:1098 (to be verified)
  
  per min              untreated  share       24 h  share  fold
  Akt_T308_second        0.01775   94 %    0.02775   95 %  1.56  v308*Akt_S473
  Akt_S473_second       0.001133    6 %   0.001324    5 %  1.17  v473*Akt_T308
  all gains              0.01889           0.02908         1.54
  Akt_T308_second       -0.01215   64 %   -0.02113   73 %  1.74  -d308*protect_T308*Akt_shield*Akt_both
  Akt_S473_second      -0.006741   36 %  -0.007938   27 %  1.18  -d473*Akt_shield*PHLPP*Akt_both
  all losses            -0.01889          -0.02907         1.54
  net                          0         1.082e-05
  Akt pT308 and pS473    0.08434            0.1467         1.74
  
  conserved   Akt + Akt_T308 + Akt_S473 + Akt_both = 1
  parameters  d308 = 1.8, protect_T308 = 0.08, d473 = 0.134
  reads       PHLPP = 0.5964 -> 0.4038, Akt_T308 = 0.02766 -> 0.0219, Akt_S473 = 0.2545 -> 0.381, Akt_shield = 1, v308 = 0.06975 -> 0.07284, v473 = 0.04096 -> 0.06046
  read by     Akt_activity, Akt_T308_second, Akt_S473_second, readout_pAkt_S473, readout_pAkt_T308
  
  Akt pT308 and pS473 is 1.74-fold at 24 h: it is made 1.54 times as fast, mostly through v308*Akt_S473, and each unit of it is lost 0.88 times as fast.
  $ simulate show PTEN --cell her2_normal
  her2-mtor - parameter PTEN - cell HER2-normal (primary cell type) - untreated - from the file's values
  
  PTEN = 1 (0.1 in the model)
  
  read by     PTEN_active
  $ simulate show S6K_IRS1 --inhibit mTORC1 | head -7
  her2-mtor - feedback edge feedback_S6K_IRS1, S6K -| IRS1 - cell HER2+, trastuzumab-resistant by PTEN loss - mTORC1 inhibited 100 % from 0 h - from rest
  
  feedback_S6K_IRS1 := pS6K
      blocked at S636/639: Harrington 2004 JCB 166:213, Um 2004 Nature 431:200 (both to be verified)
      general knowledge (high); verify; the fast part: S6K blocks IRS1 at S636/639 within minutes
  
               untreated       24 h   fold
  $ simulate show RAD001 --drug everolimus=20nM | head -5
  her2-mtor - drug drug_everolimus, everolimus - cell HER2+, trastuzumab-resistant by PTEN loss - everolimus 20 nM from 0 h - from rest
  
  drug_everolimus = 0 -> 20 nM
      rapalog; FRB domain of mTOR, through FKBP12; set; cellular pS6 IC50 about 0.2-2 nM; binds at once in the model (no binding time); stops S6K fully, 4EBP1 only in part, and drains mTORC2 over a day
  
  $ simulate show MAPKKK --model huang-ferrell --at 0
  huang-ferrell - species MAPKKK - untreated - from the file's values
  
  d MAPKKK/dt = turn2 - bind1
    turn2: MAPKKK_P_E2 => MAPKKK + E2; k2*MAPKKK_P_E2
      reaction 2 of Huang and Ferrell 1996 PNAS 93:10078: catalysis
    bind1: MAPKKK -> MAPKKK_E1; a1*E1*MAPKKK - d1*MAPKKK_E1
      reaction 1 of Huang and Ferrell 1996 PNAS 93:10078: binding
  
  per s         0 h  share
  turn2           0         k2*MAPKKK_P_E2
  bind1           0         d1*MAPKKK_E1
  all gains       0
  bind1      -9e-05  100 %  -a1*E1*MAPKKK
  net        -9e-05
  MAPKKK      0.003
  
  conserved   MAPKKK + MAPKKK_P + MAPKKK_E1 + MAPKKK_P_E2 + MAPKK_MAPKKK_P + MAPKK_P_MAPKKK_P = 0.003
  parameters  a1 = 1000, d1 = 150, k2 = 150
  reads       MAPKKK_E1 = 0, MAPKKK_P_E2 = 0, E1 = 3e-05
  read by     bind1, MAPKKK_total
  
  MAPKKK falls at 0 h; a unit of it lasts 33.3 s on average.

As a table for programs.

  $ simulate show step4 --model relay --inhibit step4=0.5 --at 30min --format csv
  time_h,part,of,formula,untreated,untreated_share,treated,treated_share,fold,source
  0.5,gain,relay4,k*(1 - inhibit_step4)*step3,0.1,1,0.05,1,0.5,"follows step 3, unless it is inhibited"
  0.5,loss,relay4,-k*step4,-0.1,1,-0.05248936081656739,1,0.5248936081656739,"follows step 3, unless it is inhibited"
  0.5,all gains,step4,,0.1,,0.05,,0.5,
  0.5,all losses,step4,,-0.1,,-0.05248936081656739,,0.5248936081656739,
  0.5,net,step4,,0,,-0.002489360816567386,,,
  0.5,level,step4,,1,,0.5248936081656739,,0.5248936081656739,
  $ simulate show step4 --model relay --output step4.tsv
  $ cut -f 2-5 step4.tsv
  part\tof\tformula\tamount (esc)
  gain\trelay4\tk*(1 - inhibit_step4)*step3\t0.1 (esc)
  loss\trelay4\t-k*step4\t-0.1 (esc)
  all gains\tstep4\t\t0.1 (esc)
  all losses\tstep4\t\t-0.1 (esc)
  net\tstep4\t\t0 (esc)
  level\tstep4\t\t1 (esc)
  $ printf 'k_receptor,weight\n0.15,1\n0.3,2\n0.6,1\n' >sets.csv
  $ simulate show receptor --model negative-feedback --inhibit kinaseB --ensemble sets.csv
  negative-feedback - species receptor, receptor, active - kinase B inhibited 100 % from 0 h - from rest - 3 sets of 'sets.csv'
  
  d receptor/dt = receptor_cycle
    receptor_cycle: -> receptor; k_receptor*ligand/brake*(1 - receptor) - d_receptor*receptor
      ligand switches it on, kinase B holds it down; made up for teaching
  
  per min                              untreated                        24 h                 fold
  receptor_cycle       0.03075 (0.02 to 0.04505)     0.075 (0.06 to 0.08571)  2.44 (1.90 to 3.00)  k_receptor*ligand/brake*(1 - receptor)
  receptor_cycle    -0.03075 (-0.04505 to -0.02)  -0.075 (-0.08571 to -0.06)  2.44 (1.90 to 3.00)  -d_receptor*receptor
  net                                 0 (0 to 0)                  0 (0 to 0)
  receptor, active        0.3075 (0.2 to 0.4505)        0.75 (0.6 to 0.8571)  2.44 (1.90 to 3.00)
  
  parameters  ligand = 1, k_receptor = 0.3 (0.15 to 0.6), d_receptor = 0.1
  reads       brake = 6.755 (6 to 7.317) -> 1
  read by     receptor_cycle, kinaseA_cycle, readout_receptor
  
  receptor, active is 2.44-fold (1.90 to 3.00) at 24 h: it is made 2.44 times as fast, and each unit of it is lost as fast as before.
  $ simulate show receptor --model negative-feedback --inhibit kinaseB --ensemble sets.csv --format csv | cut -d, -f 2,5-7 | head -2
  part,untreated_median,untreated_p05,untreated_p95
  gain,0.030754629100529087,0.02,0.04505390457368589

A network that does not rest is compared with itself at the same time without treatment.

  $ printf "x' = 1 - k*x; x = 3; k = 0.5\n" >fall.ant
  $ simulate show x --model fall.ant --set k=1@0 --at 2 --no-equilibrate
  fall - rate rule x - k = 1 from 0 - from the file's values
  
  d x/dt = 1 - k*x
  
  per unit of time  untreated  share        2  share  fold
  x                         1  100 %        1  100 %  1.00  1
  x                    -1.184  100 %   -1.271  100 %  1.07  -k*x
  net                 -0.1839         -0.2707
  x                     2.368           1.271         0.54
  
  parameters  k = 0.5 -> 1
  read by     x
  
  x is 0.54-fold at 2: it is made as fast as before, and each unit of it is lost 2.00 times as fast; it still falls.
  $ printf 'species A, $B, D; A = 1; B = 2; C = 3; D = 4; J: A -> ; B*A; E := 2*C + D\n' >small.ant
  $ simulate show B --model small.ant
  small - boundary species B - untreated - from the file's values
  
  B = 2
      a boundary species: no reaction changes it
  
  read by     J
  $ simulate show D --model small.ant
  small - species D - untreated - from the file's values
  
  D = 4
      no reaction changes it
  
  read by     E
  $ simulate show E --model small.ant
  small - rule E - untreated - from the file's values
  
  E := 2*C + D
  
        100  share
  term    6   60 %  2*C
  term    4   40 %  D
  E      10
  
  parameters  D = 4, C = 3
  $ simulate show A --model small.ant --at 0
  small - species A - untreated - from the file's values
  
  d A/dt = -J
    J: A -> ; B*A
  
  per unit of time   0
  J                 -2  -B*A
  net               -2
  A                  1
  
  parameters  B = 2
  read by     J
  
  A falls at 0; a unit of it lasts 0.5 on average.

What it does not take.

  $ simulate show
  error: show what?
  hint: name a species, rule, parameter or reaction: simulate show PIP3; simulate list species has those of the default model
  [2]
  $ simulate show PIP3 PTEN
  error: show takes one name, not 'PTEN' too
  hint: a display name with blanks stands in quotes
  [2]
  $ simulate show pirctor
  error: unknown name 'pirctor'
  hint: did you mean 'pRictor', 'Rictor' or 'd_Rictor'?
  [2]
  $ simulate show ps6k
  error: 'ps6k' may be one of 'pS6K', 'readout_pS6K'
  hint: write one of them to the letter
  [2]
  $ simulate show PIP3 --at 3d
  error: --at=3d: the run is over before, at 48 h
  hint: let the run last longer: --for 3d
  [2]
  $ simulate show PIP3 --at 3
  error: 3: a time needs its unit: 3h (s, min, h, d)
  [2]
  $ simulate show PIP3 --at 3hours
  error: 3hours: 'hours' is no unit of time (s, min, h, d)
  [2]
  $ simulate show A --model small.ant --at 200
  error: --at=200: the run is over before, at 100
  hint: let the run last longer: --for 200
  [2]
  $ simulate show PIP3 --equilibrate --no-equilibrate
  error: --equilibrate and --no-equilibrate exclude each other
  [2]
  $ simulate show PIP3 --drug everolimus=20nM@3d
  error: everolimus=20nM@3d: begins at 72 h, when the run is over (48 h)
  hint: let the run last longer: --for 96h
  [2]
  $ simulate show PIP3 --ensemble none.tsv
  error: cannot read 'none.tsv': No such file or directory
  hint: check the spelling; a relative path starts at the present folder
  [2]
