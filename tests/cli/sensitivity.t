Which constants a readout depends on. X rests at k/d: elasticities 1 and -1. Rise is
(1 + A/10)^h.

  $ cat >toy.ant <<END
  > model toy
  >   unit time_unit = 3600 second;
  >   species x; x = 2; k = 2; d = 4; z = 0; g := k*d; drug_A = 0; K_A = 10; h = 3;
  >   J: -> x; k - d*x;
  >   readout_x := x; readout_x is "X";
  >   readout_r := (1 + drug_A/K_A)^h*x; readout_r is "rise";
  >   readout_n := drug_A*x; readout_n is "nothing";
  >   readout_w := x*x*z + k; readout_w is "W";
  > end
  > END
  $ simulate sensitivity --model toy.ant --readout x
  toy - elasticities to 4 constants, 29 runs
  (elasticity: by how many per cent the readout changes for 1 % more of the constant)
  
  X at 48 h: 0.5
  constant  value  elasticity
  k             2     +1.0000  ########################
  d             4     -1.0000  ########################
  K_A          10     +0.0000
  h             3     +0.0000
  
  X at 48 h follows k (+1 %), then d (-1 %) for 1 % more of each; 2 of 4 have an elasticity of 0.1 or more in size.
  $ simulate sensitivity --model toy.ant --readout w@1h --vary k --vary z
  toy - elasticities to 2 constants, 15 runs
  (elasticity: by how many per cent the readout changes for 1 % more of the constant)
  
  W at 1 h: 2
  constant  value  elasticity  derivative
  k             2     +1.0000          +1  ########################
  z             0           -       +0.25
  
  W at 1 h follows k (+1 %) for 1 % more of each; 1 of 2 have an elasticity of 0.1 or more in size. 1 without an elasticity: at 0, or in runs that failed; the derivative is told.
  $ simulate sensitivity --model toy.ant --readout n@1h
  toy - elasticities to 4 constants, 25 runs
  (elasticity: by how many per cent the readout changes for 1 % more of the constant)
  
  nothing at 1 h: 0
  constant  value  elasticity  derivative
  k             2           -           0
  d             4           -           0
  K_A          10           -           0
  h             3           -           0
  
  nothing at 1 h has no elasticity: it is 0 where the model stands, or what varies is; the derivative is told.
  $ simulate sensitivity --model toy.ant --readout fold:r@1h --drug A=10nM --top 2
  toy - A 10 nM from 0 h - elasticities to 4 constants, 31 runs
  (elasticity: by how many per cent the readout changes for 1 % more of the constant)
  
  Fold of rise at 1 h: 8
  constant  value  elasticity
  h             3     +2.0794  ########################
  K_A          10     -1.5000  #################
  (2 more with --top; --output has all)
  
  Fold of rise at 1 h follows h (+2.1 %), then K_A (-1.5 %) for 1 % more of each; 2 of 4 have an elasticity of 0.1 or more in size.
  $ simulate sensitivity --model toy.ant --readout r@1h --set k=3 --drug A=5nM --format csv | awk -F , 'NR == 1 { print } NR > 1 { printf "%s %s %s %.6g %.6g\n", $3, $4, $5, $7, $9 }'
  cell,variant,readout,parameter,rank,value,elasticity,elasticity_error,derivative,derivative_error
  r@1h h 1 1.2164 1.02633
  r@1h d 2 -1 -0.632813
  r@1h K_A 3 -1 -0.253125
  $ simulate sensitivity --model toy.ant --readout x,w@2h --vary k --format md
  | constant | value | elasticity |  |
  | --- | --- | --- | --- |
  | k | 2 | +1.0000 | ████████████████████████ |
  
  X at 48 h follows k (+1 %) for 1 % more of each; 1 of 1 have an elasticity of 0.1 or more in size.
  
  | constant | value | elasticity |  |
  | --- | --- | --- | --- |
  | k | 2 | +1.0000 | ████████████████████████ |
  
  W at 2 h follows k (+1 %) for 1 % more of each; 1 of 1 have an elasticity of 0.1 or more in size.

Over ranges: a product, k/d with equal ranges.

  $ simulate sensitivity --model toy.ant --readout x@1h --method sobol --vary k=1..4:log --vary d=1..4:log
  toy - Sobol indices of 2 constants over their ranges: 1024 base samples, seed 1, 4096 runs
  (share of the variance that a constant makes: alone, and in total, with all that it takes part in)
  
  X at 1 h: mean 1.171, standard deviation 0.677
  constant     range   alone            95 %   total            95 %
  k         1..4:log  46.4 %  40.5 to 51.9 %  53.6 %  48.6 to 59.3 %  ########################
  d         1..4:log  46.4 %  40.4 to 52.6 %  53.5 %  48.0 to 59.3 %  ########################
  
  X at 1 h: k takes part in 54 % of the variance, the most of all, and makes 46 % alone (40 to 52 %). Each alone, all of them make 93 %; 2 of 2 have a total index of 0.01 or more.
  $ simulate sensitivity --model toy.ant --readout x@1h --method sobol --vary k=1..4:log --vary d=1..4:log --resamples 0 --format csv | sed 's/\(\.[0-9][0-9]\)[0-9]*/\1/g'
  cell,variant,readout,parameter,rank,low,high,scale,S1,S1_low,S1_high,ST,ST_low,ST_high
  ,,x@1h,k,1,1,4,log,0.46,,,0.53,,
  ,,x@1h,d,2,1,4,log,0.46,,,0.53,,
  $ simulate sensitivity --model toy.ant --readout r@1h --method morris --vary A=1..40nM:log --vary h=1..3 --vary k=1..4
  toy - elementary effects of 3 constants over their ranges: 50 trajectories on 4 levels, seed 1, 200 runs
  (mu*: how much the readout changes over the whole range, in the mean; mu: the same with its sign; sigma: how far that depends on the other constants, or on where in the range one is)
  
  rise at 1 h
  constant      range   mu*          95 %     mu  sigma
  h              1..3  26.8  14.8 to 39.9  +26.8   48.3  ########################
  drug_A    1..40:log  20.1  11.6 to 30.1  +20.1   33.9  ##################
  k              1..4  7.73  4.12 to 12.6  +7.73   15.6  #######
  
  rise at 1 h changes most with h (27), then drug_A (20) and k (7.7), as mu*: so much over the whole range, in the mean. 3 of 3 have a tenth of the largest mu* or more; of these 3 act otherwise at other places (sigma above half of mu*).
  $ simulate sensitivity --model toy.ant --readout x@1h --method sobol --vary h=1..2
  toy - Sobol indices of 1 constant over its range: 1024 base samples, seed 1, 3072 runs
  (share of the variance that a constant makes: alone, and in total, with all that it takes part in)
  
  X at 1 h: mean 0.5, standard deviation 0
  constant  range  alone  95 %  total  95 %
  h          1..2      -     -      -     -
  
  X at 1 h does not vary over these ranges: there is no variance to share out.

Estimates that cannot all be true.

  $ simulate sensitivity --readout fold:pAkt_S473@24h --drug everolimus=20nM --method sobol --samples 64 --vary b_PHLPP --vary g_Rictor --vary k_IRS1_S --vary d_Grb10 | tail -1
  Fold of Akt pS473 at 24 h: b_PHLPP takes part in 53 % of the variance, the most of all, and makes 53 % alone (32 to 76 %). Each alone, all of them make 114 %; 3 of 4 have a total index of 0.01 or more. Too few samples: shares alone cannot make more than 100 %, and g_Rictor makes more alone (39 %) than in total (28 %); --samples 256 asks for more.

Ranges of the model's table.

  $ printf 'parameterId\tparameterScale\tlowerBound\tupperBound\tnominalValue\testimate\tbasis\tnote\nk\tlog10\t1\t4\t2\t1\tfitted\t\nd\tlin\t2\t6\t4\t1\theld\tknown well\nh\tlin\t1\t4\t\t0\tset\t\n' >toy.parameters.tsv
  $ simulate list parameters --model toy.ant
  parameter  value  unit  is  range     basis
  k          2                1..4:log  fitted
  d          4                2..6      held
  z          0
  K_A        10
  h          3                1..4      set
  $ simulate list parameters --model toy.ant --format csv
  parameter,value,unit,is,lower,upper,scale,estimate,basis,note
  k,2,,,1,4,log,1,fitted,
  d,4,,,2,6,lin,1,held,known well
  z,0,,,,,,,,
  K_A,10,,,,,,,,
  h,3,,,1,4,lin,0,set,
  $ simulate sensitivity --model toy.ant --readout x@1h --method morris --samples 4 --resamples 0
  toy - elementary effects of 2 constants over their ranges: 4 trajectories on 4 levels, seed 1, 12 runs
  (mu*: how much the readout changes over the whole range, in the mean; mu: the same with its sign; sigma: how far that depends on the other constants, or on where in the range one is)
  
  X at 1 h
  constant     range    mu*      mu   sigma                            basis
  k         1..4:log   0.73   +0.73  0.0529  ########################  fitted
  d             2..6  0.592  -0.592   0.102  ####################      held
  
  X at 1 h changes most with k (0.73), then d (0.59), as mu*: so much over the whole range, in the mean. 2 of 2 have a tenth of the largest mu* or more; of these 0 act otherwise at other places (sigma above half of mu*).
  $ simulate sensitivity --model toy.ant --readout x@1h --method morris --samples 4 --resamples 0 --vary h --vary k=1..2 --format csv | cut -d , -f 3-8
  readout,parameter,rank,low,high,scale
  x@1h,k,1,1,2,lin
  x@1h,h,2,1,4,lin
  $ simulate sensitivity --model toy.ant --readout x@1h --vary all | sed -n 5,7p
  constant  value  elasticity                            basis
  k             2     +1.0000  ########################  fitted
  d             4     -1.0000  ########################  held
  $ simulate sensitivity --model toy.ant --readout x@1h --output toy.parameters.tsv
  error: 'toy.parameters.tsv' is the model's table of parameters: it would be written over
  hint: give --output another name
  [2]

In every set of a table.

  $ printf 'd\tK_A\n4\t10\n2\t10\n' >sets.tsv
  $ simulate sensitivity --model toy.ant --readout x --vary d --vary k --ensemble sets.tsv
  toy - 2 sets of 'sets.tsv' - elasticities to 2 constants, 32 runs
  (elasticity: by how many per cent the readout changes for 1 % more of the constant) (medians, and 5 to 95 % of the sets)
  
  X at 48 h
  constant  value  elasticity           5 to 95 %                            basis
  d             3     -1.0000  -1.0000 to -1.0000  ########################  held
  k             2     +1.0000  +1.0000 to +1.0000  ########################  fitted
  
  X at 48 h follows d (-1 %), then k (+1 %) for 1 % more of each; 2 of 2 have an elasticity of 0.1 or more in size.
  $ simulate sensitivity --model toy.ant --readout x --vary d --ensemble sets.tsv --format csv | awk -F , 'NR == 1 { print } NR > 1 { printf "%s %s %.6g %.6g %.6g\n", $4, $6, $9, $13, $14 }'
  cell,variant,readout,parameter,rank,value_median,value_p05,value_p95,elasticity_median,elasticity_p05,elasticity_p95,derivative_median,derivative_p05,derivative_p95
  d 3 -1 -0.5 -0.125
  $ simulate sensitivity --model toy.ant --readout x --vary d --vary k --ensemble sets.tsv --members | awk -F , 'NR == 1 { print } NR > 1 { printf "%s %s %s %s %.6g %.6g\n", $3, $5, $6, $7, $8, $10 }'
  cell,variant,member,readout,parameter,rank,value,elasticity,elasticity_error,derivative,derivative_error
  1 d 1 4 -1 -0.125
  1 k 2 2 1 0.25
  2 d 1 2 -1 -0.5
  2 k 2 2 1 0.5
  $ simulate sensitivity --model toy.ant --readout x --vary d --members
  error: --members is for an ensemble, and there is none
  hint: add --ensemble FILE, a table of parameter sets
  [2]
  $ rm toy.parameters.tsv

A set holds before the rest what the treatment steps from: X is 0.25 + (k/4 - 0.25) exp(-0.4)
at 6 min, its slope in d -0.121153 and -0.238459. So it is in doses too: there X is 0.417580
and 0.752740 without the drug, and the rise is 1 at 3.38 and 0.99 nM.

  $ printf 'k\n2\n4\n' >steps.tsv
  $ simulate sensitivity --model toy.ant --readout x@6min --vary d --ensemble steps.tsv --set k=1@0 --members | awk -F , 'NR > 1 { printf "%s %s %.6f\n", $3, $5, $10 }'
  1 d -0.121153
  2 d -0.238459
  $ simulate dose --model toy.ant --drug A=1nM..100nM --readout level:r@6min --ensemble steps.tsv --set k=1@0 --format csv | head -2
  drug,dose_nM,r@6min_median,r@6min_p05,r@6min_p95
  A,0,0.5851597153838808,0.41757996996980906,0.7527394607979526
  $ simulate find --model toy.ant --drug 'A=?' --range 0.1nM..100nM --until 'r@6min>=1' --ensemble steps.tsv --set k=1@0 | tail -1
  A: the least dose with r@6min>=1 is 2.19 nM (993 pM - 3.38 nM), in all sets.

What cannot be asked.

  $ simulate sensitivity
  error: --readout is missing: sensitivity of what?
  hint: as in --readout pAkt_S473@24h; simulate list readouts tells their names
  [2]
  $ simulate sensitivity --model toy.ant --readout fold:n --drug A=5nM
  error: fold:n: there is no fold: the untreated level is 0
  hint: ask for the level itself: --readout without 'fold:'
  [2]
  $ simulate sensitivity --model toy.ant --readout fold:x
  error: fold:x: nothing is done to the network, so the fold is 1 whatever its constants are
  hint: give a treatment (--drug, --inhibit), vary a dose, or ask for the level without 'fold:'
  [2]
  $ simulate sensitivity --model toy.ant --readout x --method sobol
  error: this model has no table of parameters (<model>.parameters.tsv beside it): there are no ranges
  hint: give them: --vary NAME=LO..HI:log, several times; or --method local, which needs none
  [2]
  $ simulate sensitivity --model toy.ant --readout x --method sobol --vary k
  error: 'k' has no range: it is in no row of the model's table of parameters
  hint: write --vary k=LO..HI:log
  [2]
  $ simulate sensitivity --model toy.ant --readout x --method sobol --vary k=2..2
  error: k=2..2: the range is empty: both ends are 2
  hint: one value for all points is --set k=2
  [2]
  $ simulate sensitivity --model toy.ant --readout x --method sobol --vary k=0..2:log
  error: k=0..2:log: a logarithmic range begins above 0, not at 0
  hint: begin at the smallest value that matters, or write :lin
  [2]
  $ simulate sensitivity --model toy.ant --readout x --method sobol --vary k=1..2 --vary k=1..3
  error: 'k' varies twice: k=1..2 and k=1..3
  [2]
  $ simulate sensitivity --model toy.ant --readout x --method sobol --vary k=1..2:5
  error: k=1..2:5: there are no levels here: leave out ':5'
  [2]
  $ simulate sensitivity --model toy.ant --readout x --method sobol --vary g=1..2
  error: 'g' follows its rule and cannot be set
  [2]
  $ simulate sensitivity --model toy.ant --readout x --method sobol --vary k=1..2 --samples 100 --resamples 0 | tail -1
  warning: --samples=100 is no power of 2: a Sobol sequence is not balanced there, and the indices are less exact
  X at 48 h: k takes part in 99 % of the variance, and makes 99 % alone.
  $ simulate sensitivity --model toy.ant --readout x --method sobol --vary k=1..2 --candidates 100
  error: --candidates is for --method morris
  [2]
  $ simulate sensitivity --model toy.ant --readout x --method morris --vary k=1..4 --levels 5
  error: Morris's method needs an even number of levels, not 5
  [2]
  $ simulate sensitivity --model toy.ant --readout x --method morris --vary k=1..4 --candidates 5
  error: 50 trajectories cannot be chosen from 5 candidates
  [2]
  $ simulate sensitivity --model toy.ant --readout x --samples 5
  error: --samples is for --method morris and sobol
  [2]
  $ simulate sensitivity --model toy.ant --readout x --vary A --drug A=5nM
  error: 'drug_A' is varied (A), and set too (A=5nM)
  hint: leave out A=5nM: a range is asked by --method morris or sobol: --vary A=0.1nM..100nM
  [2]
  $ simulate sensitivity --model toy.ant --readout x --vary k --set k=3
  error: 'k' is varied (k), and set too (k=3)
  hint: leave out k=3, or vary something else
  [2]
  $ simulate sensitivity --vary everolimus --readout pAkt_S473@24h
  error: everolimus: its dose is 0, where there is no elasticity
  hint: a range is asked by --method morris or sobol: --vary everolimus=0.1nM..100nM
  [2]
  $ simulate sensitivity --vary inhibit_mTORC1 --readout pAkt_S473@24h
  error: mTORC1: its inhibition is 0, where there is no elasticity
  hint: a range is asked by --method morris or sobol: --vary inhibit_mTORC1=0..1
  [2]
  $ simulate sensitivity --readout pS6 --vary cell=all
  error: cell=all: there is no elasticity to a cell
  hint: --cell a,b asks in each of them
  [2]
  $ simulate sensitivity --model toy.ant --readout x@1h,x@2h,x@3h,x@4h,x@5h,x@6h,x@7h,x@8h,x@9h,x@10h --plot a.svg
  error: 10 plots (cells times variants times readouts) are more than the 9 that a page holds
  hint: name fewer with --cell, --variant or --readout, or leave --plot out
  [2]
  $ { echo 'model many'; for i in $(seq 1025); do echo "k$i = 1;"; done; echo 'species x; x = 1; J: x -> ; k1*x; readout_x := x; end'; } >many.ant
  $ simulate sensitivity --model many.ant --readout x@1 --no-equilibrate --method sobol $(for i in $(seq 1025); do echo "--vary k$i=1..2"; done)
  error: Sobol indices of 1025 quantities need a sequence of 2050 dimensions; the table of direction numbers has 2048
  hint: the method morris has no such limit: it tells which 1024 of them matter
  [2]

Where quantities act only together, their total indices sum to more than 100 %.

  $ echo 'model both; a = 1; b = 1; species x; x = 1; J: x -> ; x; readout_p := (a - 1)*(b - 1); end' >both.ant
  $ simulate sensitivity --model both.ant --readout p@1 --no-equilibrate --method sobol --vary a=0..2 --vary b=0..2 | tail -1
  readout_p at 1: a takes part in 100 % of the variance, the most of all, and makes 0 % alone (-10 to 10 %). Each alone, all of them make 1 %, in total 200 %: what several do together counts for each of them; 2 of 2 have a total index of 0.01 or more.

Pictures.

  $ simulate sensitivity --model toy.ant --readout x --plot local.svg --caption >/dev/null
  $ simulate sensitivity --model toy.ant --readout x@1h --method sobol --vary k=1..4:log --vary d=1..4 --plot sobol.png --methods | sed -n '/^Simulations/,$p' | tr '\n' ' ' | grep -o 'Sobol indices are .*points\.'
  Sobol indices are estimated as by Saltelli et al. 2010 (Comput Phys Commun 181:259) and Jansen 1999 (Comput Phys Commun 117:35) on a scrambled Sobol sequence; intervals are 95 % of resampled base points.
  $ simulate sensitivity --model toy.ant --readout x@1h --method morris --vary k=1..4:log --vary d=1..4 --plot morris.pdf | tail -1
  X at 1 h changes most with d (1.6), then k (1.4), as mu*: so much over the whole range, in the mean. 2 of 2 have a tenth of the largest mu* or more; of these 2 act otherwise at other places (sigma above half of mu*).
  $ ls *.svg *.png *.pdf
  local.svg
  morris.pdf
  sobol.png
  $ grep -c 'what it depends on' local.svg
  1
  $ simulate sensitivity --model toy.ant --readout x@1h,x@2h --plot panels.svg >/dev/null && grep -o '2 readouts: what they depend on\|X at [12] h' panels.svg
  X at 1 h
  2 readouts: what they depend on
  X at 2 h
  $ simulate sensitivity --model toy.ant --readout n --plot none.svg | tail -1
  warning: the readout does not change: there is nothing to draw
  nothing at 48 h has no elasticity: it is 0 where the model stands, or what varies is; the derivative is told.
  $ ls none.svg
  ls: cannot access 'none.svg': No such file or directory
  [2]
