A model in closed form: under A from time 0 the readout r is 1/(1 + A/10), under both
drugs 1/(1 + A/10) + B/40, and p is a bump around 5 nM.

  $ cat >doses.ant <<'END'
  > model doses
  >   unit time_unit = 3600 second;
  >   species x; x = 1; drug_A = 0; drug_B = 0; K = 10;
  >   v: -> x; 5*(1 - x);
  >   readout_r := x*(1/(1 + drug_A/K) + drug_B/40);
  >   readout_p := 1 + 4*x*(drug_A/5)^2/(1 + (drug_A/5)^2)^2;
  >   readout_none := drug_A;
  > end
  > END
  $ printf 'drugId\tpotencyParameter\nA\tK\nB\t\n' >doses.drugs.tsv
  $ tidy() { awk -F, -v OFS=, '{ for (i = 1; i <= NF; i++) if ($i ~ /^[0-9.e-]+$/) $i = sprintf("%.6g", $i); print }'; }
  $ find() { simulate find --model doses.ant "$@"; }

The least dose: 1/(1 + A/10) = 0.2 at 40 nM, and with B 20 nM at 1/(1 + A/10) = 0.5.

  $ find --drug 'A=?' --until 'fold:r@24h<=0.2'
  doses - A from 10 pM to 10 uM
  
  A: 40 nM is the least dose with fold:r@24h<=0.2: fold of readout_r at 24 h is 0.20 there.
  $ find --drug 'A=?' --until 'fold:r@24h<=1' --drug B=20nM
  doses - A from 10 pM to 10 uM, each with B 20 nM from 0 h
  
  A: 10 nM is the least dose with fold:r@24h<=1: fold of readout_r at 24 h is 1.00 there.
  $ find --drug 'A=?' --until 'fold:r@24h<=0.5' --background "drug B=20nM" | head -1
  doses - A from 10 pM to 10 uM, each on B 20 nM
  $ find --drug 'A=?' --until 'r<=0.2' --format csv | tidy
  cell,variant,drug,found,dose_nM,until_nM,again_nM,nearest_nM,r
  ,,A,found,40,,,40,0.2

The dose that was found does it in a single run, and a bit less does not.

  $ dose=$(find --drug 'A=?' --until 'r@24h<=0.2' --format csv | tail -1 | cut -d, -f5)
  $ simulate --model doses.ant --drug A=${dose}nM --for 24h --readout r --format csv --points 2 | tail -1 | awk -F, '{ print ($2 <= 0.2) }'
  1
  $ less=$(echo "$dose" | awk '{ printf "%.10g", $1 * (1 - 1e-6) }')
  $ simulate --model doses.ant --drug A=${less}nM --for 24h --readout r --format csv --points 2 | tail -1 | awk -F, '{ print ($2 <= 0.2) }'
  0

A window of doses; none at all; without the drug; below the range.

  $ find --drug 'A=?' --until 'fold:p>=1.75'
  doses - A from 10 pM to 10 uM
  
  A: 2.89 nM is the least dose with fold:p>=1.75: fold of readout_p at 48 h is 1.75 there. It holds up to 8.66 nM and not beyond.
  $ find --drug 'A=?' --until 'fold:p>=1.99999' --format csv | tidy
  cell,variant,drug,found,dose_nM,until_nM,again_nM,nearest_nM,fold:p
  ,,A,found,4.98421,5.01584,,4.98421,1.99999
  $ find --drug 'A=?' --until 'fold:p>3'
  doses - A from 10 pM to 10 uM
  
  No dose of A from 10 pM to 10 uM gives fold:p>3. The nearest is 5 nM: fold of readout_p at 48 h is 2.00 there.
  $ find --drug 'A=?' --until 'fold:p>=1'
  doses - A from 10 pM to 10 uM
  
  fold:p>=1 holds without A: fold of readout_p at 48 h is 1.00.
  $ find --drug 'A=?' --range 100nM..1uM --until 'r<0.5'
  doses - A from 100 nM to 1 uM
  
  r<0.5 does not hold without A, but already at the lowest dose, 100 nM: the least is below. --range takes a lower one.
  $ find --drug 'A=?' --until 'fold:r<1.1' --until 'fold:p>=1.75' --format md
  A: 2.89 nM is the least dose with fold:r<1.1 and fold:p>=1.75: fold of readout_r at 48 h is 0.78, fold of readout_p at 48 h is 1.75 there. It holds up to 8.66 nM and not beyond.

Sets have answers of their own.

  $ printf 'K\n5\n10\n20\n1e6\n' >sets.tsv
  $ find --drug 'A=?' --until 'r<=0.2' --ensemble sets.tsv
  doses - 4 sets of 'sets.tsv' - A from 10 pM to 10 uM
  
  A: the least dose with r<=0.2 is 40 nM (20 nM - 80 nM); 75 % of the sets have one, 25 % of the sets at no dose.
  $ find --drug 'A=?' --until 'r<=0.2' --ensemble sets.tsv --output sets.csv >/dev/null; tidy <sets.csv
  cell,variant,set,drug,found,dose_nM,until_nM,again_nM,nearest_nM,r
  ,,1,A,found,20,,,20,0.2
  ,,2,A,found,40,,,40,0.2
  ,,3,A,found,80,,,80,0.2
  ,,4,A,none,,,,10000,0.990099

Several cells: a row each, with and without sets.

  $ printf 'conditionId\tconditionName\tK\nstrong\tStrong\t10\nweak\tWeak\t1e6\n' >doses.cells.tsv
  $ find --drug 'A=?' --range 0.1nM..1uM --until 'r<=0.2' --until 'fold:p<=1.5' --cell all
  doses - 2 cells - A from 100 pM to 1 uM
  
  r<=0.2 and fold:p<=1.5: least dose of A, and what is read there
  cell    least dose  holds up to  nearest  r     fold:p
  strong  40 nM       all higher   -        0.20  1.06
  weak    none        -            1 uM     1.0   1.00
  
  strong: A: 40 nM is the least dose with r<=0.2 and fold:p<=1.5: readout_r at 48 h is 0.20, fold of readout_p at 48 h is 1.06 there.
  
  weak: No dose of A from 100 pM to 1 uM gives r<=0.2 and fold:p<=1.5. The nearest is 1 uM: readout_r at 48 h is 1.0, fold of readout_p at 48 h is 1.00 there.
  $ find --drug 'A=?' --range 0.1nM..1uM --until 'p>=1.75' --cell all --format md
  **p>=1.75: least dose of A, and what is read there**
  
  | cell | least dose | holds up to | p |
  | --- | --- | --- | --- |
  | strong | 2.89 nM | 8.66 nM | 1.75 |
  | weak | 2.89 nM | 8.66 nM | 1.75 |
  
  strong: A: 2.89 nM is the least dose with p>=1.75: readout_p at 48 h is 1.75 there. It holds up to 8.66 nM and not beyond.
  
  weak: A: 2.89 nM is the least dose with p>=1.75: readout_p at 48 h is 1.75 there. It holds up to 8.66 nM and not beyond.
  $ printf 'K\n5\n10\n1e6\n' >sets.tsv
  $ find --drug 'A=?' --range 0.1nM..1uM --until 'r<=0.2' --cell all --ensemble sets.tsv
  doses - 2 cells - 3 sets of 'sets.tsv' - A from 100 pM to 1 uM
  
  r<=0.2: least dose of A
  cell    least dose  5-95 %         have one  without it  at lowest  at none
  strong  30 nM       20 nM - 40 nM  67 %      0 %         0 %        33 %
  weak    30 nM       20 nM - 40 nM  67 %      0 %         0 %        33 %
  
  strong: A: the least dose with r<=0.2 is 30 nM (20 nM - 40 nM); 67 % of the sets have one, 33 % of the sets at no dose.
  
  weak: A: the least dose with r<=0.2 is 30 nM (20 nM - 40 nM); 67 % of the sets have one, 33 % of the sets at no dose.
  $ rm doses.cells.tsv

What cannot be asked.

  $ find --until 'r<=0.2'
  error: no drug is looked for
  hint: as in --drug "MK2206=?"; the others have a dose
  [2]
  $ find --drug 'A=?' --drug 'B=?' --until 'r<=0.2'
  error: one drug at a time can be looked for
  hint: as in --drug "MK2206=?"; the others have a dose
  [2]
  $ find --drug 'A=?@2h' --until 'r<=0.2'
  error: --drug A=?@2h: what is looked for is written A=?
  hint: it is given from time 0 on; --range says between which doses
  [2]
  $ find --drug 'A=?' --drug A=5nM --until 'r<=0.2'
  error: A varies (--drug A=?), and is given too (A=5nM)
  hint: leave one of the two out
  [2]
  $ find --drug 'A=?'
  error: what has to hold is missing
  hint: as in --until "fold:pAkt_S473@24h<=1"
  [2]
  $ find --drug 'A=?' --until 'r'
  error: r: a limit compares a measure with a number
  hint: as in "fold:pERK@24h<2"
  [2]
  $ find --drug 'B=?' --until 'r>2'
  error: the table of drugs has no potency of B: say between which doses to look
  hint: as in --range 0.1nM..10uM
  [2]
  $ find --drug 'A=?' --until 'fold:none>2'
  error: 'none' is 0 before treatment: nothing is a fold of it
  hint: its level: without "fold:"
  [2]
  $ find --drug 'A=?' --range 5nM..5nM --until 'r<=0.2'
  error: --range 5nM..5nM: both ends are one dose, and a curve needs several
  hint: a range from well below to well above it, as in 0.1nM..100nM; of one dose simulate without a verb tells
  [2]
  $ find --drug 'A=?' --range 100nM..5nM --until 'r<=0.2'
  error: --range 100nM..5nM: the range ends below its beginning
  hint: the other way round: 5nM..100nM
  [2]
  $ find --drug 'A=?' --until 'level:r<=0.2' --format csv | tidy
  cell,variant,drug,found,dose_nM,until_nM,again_nM,nearest_nM,r
  ,,A,found,40,,,40,0.2
  $ find --drug 'A=?' --range 0..5nM --until 'r<=0.2'
  error: --range 0..5nM: doses go by their logarithm, which begins above 0
  hint: dose 0 is run anyway: begin at the smallest that matters, as in 0.01nM..100nM
  [2]
  $ find --drug 'C=?' --until 'r<=0.2'
  error: unknown drug 'C'
  hint: drugs of this model: A, B
  [2]
