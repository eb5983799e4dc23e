Two drugs together. Both act at once and leave factors of one product, 1/(1 + A/10 nM) and
1/(1 + (B/20 nM)^2): Bliss is exact.

  $ cat >pair.ant <<END
  > model pair
  >   unit time_unit = 3600 second;
  >   species x; x = 1;
  >   drug_A = 0; drug_B = 0;
  >   J1: -> x; 2*(1/((1 + drug_A/10)*(1 + (drug_B/20)^2)) - x);
  >   readout_r := x; readout_r is "R level";
  >   readout_up := 1 + drug_A/(drug_A + 10) + drug_B/(drug_B + 20);
  >   readout_zero := drug_A;
  > end
  > END
  $ two() { simulate dose --model pair.ant --drug A=1nM..100nM --with B=2nM..200nM "$@"; }
  $ two --points 5
  pair - A=1nM..100nM with B=2nM..200nM - from rest
  (effect: the share of the level without the drugs that is gone; excess above 0 is synergy)
  
  fold of R level at 48 h
  model                mean  most synergistic area  where
  excess over HSA    +4.3 %                 +8.5 %  A 3.16 nM to 31.6 nM, B 6.32 nM to 63.2 nM
  excess over Bliss   0.0 %                  0.0 %  A 1 nM to 10 nM, B 2 nM to 20 nM
  excess over Loewe  +0.2 %                 +2.2 %  A 10 nM to 100 nM, B 20 nM to 200 nM
  ZIP                 0.0 %                  0.0 %  A 1 nM to 10 nM, B 2 nM to 20 nM
  Loewe, fitted      +0.2 %                 +2.2 %  A 10 nM to 100 nM, B 20 nM to 200 nM
  
  excess over Bliss, %: A down, B across
        A  2 nM  6.32 nM  20 nM  63.2 nM  200 nM
     1 nM     0        0      0        0       0
  3.16 nM     0        0      0        0       0
    10 nM     0        0      0        0       0
  31.6 nM     0        0      0        0       0
   100 nM     0        0      0        0       0
  
  The largest effect is 99.9 %, of A 100 nM with B 200 nM; A alone reaches 90.9 %, B 99.0 %. On the mean it is synergy by HSA (+4.3 %); neither synergy nor antagonism by Bliss (0.0 %) and Loewe (+0.2 %).
  $ two --points 5 --score ci --format md
  **fold of R level at 48 h**
  
  | model | mean | most synergistic area | where |
  | --- | --- | --- | --- |
  | excess over HSA | +4.3 % | +8.5 % | A 3.16 nM to 31.6 nM, B 6.32 nM to 63.2 nM |
  | excess over Bliss | 0.0 % | 0.0 % | A 1 nM to 10 nM, B 2 nM to 20 nM |
  | excess over Loewe | +0.2 % | +2.2 % | A 10 nM to 100 nM, B 20 nM to 200 nM |
  | ZIP | 0.0 % | 0.0 % | A 1 nM to 10 nM, B 2 nM to 20 nM |
  | Loewe, fitted | +0.2 % | +2.2 % | A 10 nM to 100 nM, B 20 nM to 200 nM |
  
  combination index, below 1 synergy: A down, B across
  
  | A | 2 nM | 6.32 nM | 20 nM | 63.2 nM | 200 nM |
  | --- | --- | --- | --- | --- | --- |
  | 1 nM | 1.20 | 1.17 | 1.00 | 0.96 | 0.95 |
  | 3.16 nM | 1.13 | 1.18 | 0.98 | 0.88 | 0.87 |
  | 10 nM | 1.08 | 1.12 | 0.91 | 0.74 | 0.71 |
  | 31.6 nM | 1.04 | 1.05 | 0.80 | 0.54 | 0.50 |
  | 100 nM | 1.02 | 1.00 | 0.69 | 0.37 | 0.31 |
  
  The largest effect is 99.9 %, of A 100 nM with B 200 nM; A alone reaches 90.9 %, B 99.0 %. On the mean it is synergy by HSA (+4.3 %); neither synergy nor antagonism by Bliss (0.0 %) and Loewe (+0.2 %).
  $ two --points 4 --format csv | head -1
  cell,variant,readout,A_nM,B_nM,value,effect,hsa,bliss,loewe,loewe_way,zip,loewe_fitted,ci,ci_median_effect
  $ two --points 4 --format csv | awk -F, 'NR > 8 { printf "%s %.4g %.4g %.4f %.4f %.4f %s %.4f %.4f\n", $3, $4, $5, $7, $8, $10, $11, $13, $14 }' | head -4
  fold:r 1 9.283 0.2521 0.0748 -0.0284 both -0.0284 1.0963
  fold:r 1 43.09 0.8389 0.0161 0.0101 both 0.0101 0.9635
  fold:r 1 200 0.9910 0.0009 0.0009 both 0.0009 0.9539
  fold:r 4.642 0 0.3170 0.0000 0.0000  0.0000 0.0000
  $ two --points 4 --marks --format csv | awk -F, 'NR == 1 { print } /hsa|loewe/ { printf "%s %s %.4f %.4f %.4g %.4g\n", $3, $4, $5, $6, $7, $10 }'
  cell,variant,readout,model,mean,area,A_from_nM,B_from_nM,A_to_nM,B_to_nM
  fold:r hsa 0.0360 0.0516 1 43.09
  fold:r loewe 0.0009 0.0102 4.642 200
  fold:r loewe_fitted 0.0009 0.0102 4.642 200
  $ two --points 4 --readout level:up --effect gain --score hsa
  pair - A=1nM..100nM with B=2nM..200nM - from rest
  (effect: what is gained, as a share of the level without the drugs; excess above 0 is synergy)
  
  readout_up at 48 h
  model                 mean  most synergistic area  where
  excess over HSA    +32.4 %                +50.5 %  A 4.64 nM to 100 nM, B 9.28 nM to 200 nM
  excess over Bliss  +25.0 %                +40.5 %  A 4.64 nM to 100 nM, B 9.28 nM to 200 nM
  excess over Loewe  +28.4 %                +45.4 %  A 4.64 nM to 100 nM, B 9.28 nM to 200 nM
  ZIP                 +6.6 %                 +9.3 %  A 1 nM to 21.5 nM, B 9.28 nM to 200 nM
  Loewe, fitted      +28.4 %                +45.4 %  A 4.64 nM to 100 nM, B 9.28 nM to 200 nM
  
  excess over HSA, %: A down, B across
        A  2 nM  9.28 nM  43.1 nM  200 nM
     1 nM  +9.1     +9.1     +9.1    +9.1
  4.64 nM  +9.1    +31.7    +31.7   +31.7
  21.5 nM  +9.1    +31.7    +68.3   +68.3
   100 nM  +9.1    +31.7    +68.3   +90.9
  
  The largest effect is 181.8 %, of A 100 nM with B 200 nM; A alone reaches 90.9 %, B 90.9 %. On the mean it is synergy by HSA (+32.4 %), Bliss (+25.0 %) and Loewe (+28.4 %). Some effects are below 0 or above 1: Bliss and ZIP are made for shares, and ZIP's curves, which all end at 1, do not follow.

A drug with itself is additive by Loewe at every dose.

  $ simulate dose --model pair.ant --drug B=2nM..200nM:5 --with B=2nM..200nM:5 --score loewe
  pair - B=2nM..200nM:5 with B=2nM..200nM:5 - from rest
  (effect: the share of the level without the drugs that is gone; excess above 0 is synergy)
  
  fold of R level at 48 h
  model                mean  most synergistic area  where
  excess over HSA    +4.8 %                +11.1 %  B 2 nM to 20 nM, B 2 nM to 20 nM
  excess over Bliss  +2.0 %                 +6.0 %  B 2 nM to 20 nM, B 2 nM to 20 nM
  excess over Loewe   0.0 %                  0.0 %  B 2 nM to 20 nM, B 2 nM to 20 nM
  ZIP                +1.7 %                 +5.8 %  B 2 nM to 20 nM, B 2 nM to 20 nM
  Loewe, fitted       0.0 %                  0.0 %  B 2 nM to 20 nM, B 2 nM to 20 nM
  
  excess over Loewe, %: B down, B across
        B  2 nM  6.32 nM  20 nM  63.2 nM  200 nM
     2 nM     0        0      0        0       0
  6.32 nM     0        0      0        0       0
    20 nM     0        0      0        0       0
  63.2 nM     0        0      0        0       0
   200 nM     0        0      0        0       0
  
  The largest effect is 99.8 %, of B 200 nM with B 200 nM; B alone reaches 99.0 %, B 99.0 %. On the mean it is synergy by HSA (+4.8 %); neither synergy nor antagonism by Bliss (+2.0 %) and Loewe (0.0 %).

What cannot be combined.

  $ bad() { simulate dose --model pair.ant "$@" >out; echo "[$?]"; cat out; }
  $ bad --with B=2nM..200nM
  error: no drug has a range of doses
  hint: as in --drug everolimus=0.01nM..100nM; simulate list drugs
  [2]
  $ bad --drug A=1nM..100nM --drug B=2nM..200nM --with B=2nM..200nM
  error: --with takes one --drug with a range, not 2
  hint: as in --drug everolimus=0.1nM..100nM --with MK2206=10nM..10uM; a drug with one dose is in every run
  [2]
  $ bad --drug B=1nM..100nM --with B=2nM..200nM
  error: B has two ranges: --drug B=1nM..100nM and --with B=2nM..200nM
  hint: with itself a drug has the same range twice
  [2]
  $ bad --drug A=1nM..100nM --with B=20nM
  error: --with B=20nM: that is no range of doses
  hint: a range is LOW..HIGH, as in 0.1nM..100nM
  [2]
  $ bad --drug A=1nM..100nM --with B=0nM..200nM
  error: --with B=0nM..200nM: doses go by their logarithm, which begins above 0
  hint: dose 0 is run anyway: begin at the smallest that matters, as in 0.01nM..100nM
  [2]
  $ bad --drug A=1nM..100nM --with B=20nM..20nM
  error: --with B=20nM..20nM: both ends are one dose, and a curve needs several
  hint: a range from well below to well above it, as in 0.1nM..100nM; of one dose simulate without a verb tells
  [2]
  $ bad --drug A=1nM..100nM --with B=20nM..30nM@6h
  error: --with B=20nM..30nM@6h: a dose that varies lasts from time 0 to the end of the run
  hint: leave '@6h' out; --for says how long a run is
  [2]
  $ bad --drug A=1nM..100nM --with B=2nM..30nM --with A=1nM..100nM
  error: --with takes one drug, not 2: a board has two sides
  hint: a command for each pair; a drug with one dose is in every run: --drug NAME=DOSE
  [2]
  $ bad --drug A=1nM..100nM --with C=2nM..200nM
  error: unknown drug 'C'
  hint: drugs of this model: A, B
  [2]
  $ bad --drug A=1nM..100nM --with B=2nM..200nM --readout zero
  error: 'zero' is 0 without the drugs: an effect is no share of it
  hint: its level as the effect: --readout level:zero --effect readout
  [2]
  $ bad --drug A=1nM..100nM --with B=2nM..200nM --score median
  error: --score takes one of bliss, hsa, loewe, zip, loewe_fitted, ci, effect, not 'median'
  [2]
  $ bad --drug A=1nM..100nM --with B=2nM..200nM --readout r@1h,r@2h,r@3h,r@4h,r@5h,r@6h,r@7h,r@8h,r@9h,r@10h,r@11h,r@12h,r@13h --plot pair.svg
  error: 13 checkerboards (cells times variants times readouts) are more than the 12 that a page holds
  hint: name fewer with --cell, --variant or --readout, or leave --plot out
  [2]

A picture, whose texts are data.

  $ two --points 5 --plot pair.svg >/dev/null && grep -c 'isoboles' pair.svg
  1

Several checkerboards are small maps on one page.

  $ bad --drug A=1nM..100nM --with B=2nM..200nM --points 5 --readout r@1h,r@2h --plot maps.svg >/dev/null && grep -o 'R level at [12] h: [-+0-9.]*' maps.svg
  R level at 1 h: -2.9
  R level at 2 h: -0.4
