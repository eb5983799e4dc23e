Which measurement tells rival parameter sets apart. H rise is (1 + A/10)^h: of h = 1 and 2
it is apart by ln(1 + A/10), in errors of sqrt(ln(1 + 0.2^2)).

  $ cat >toy.ant <<END
  > model toy
  >   unit time_unit = 3600 second;
  >   species x; x = 1; J: -> x; 1 - x;
  >   drug_A = 0; h = 1;
  >   readout_h := (1 + drug_A/10)^h; readout_h is "H rise";
  >   readout_s := x*(1 + drug_A/10); readout_s is "the same";
  >   readout_z := drug_A*x; readout_z is "nothing";
  > end
  > END
  $ printf 'conditionId\tconditionName\th\nlow\tflat\t1\nhigh\tsteep\t2\n' >toy.variants.tsv
  $ printf 'treatmentId\ttreatmentName\tclass\ttreatment\none\tA 10\tblocker\tdrug A=10nM\nthree\tA 30 late\tblocker\tdrug A=30nM@6h..\n' >toy.treatments.tsv
  $ simulate discriminate --model toy.ant
  toy - 2 variants - 2 treatments, 3 readouts at 10 times - from rest
  (errors: how far apart they are, in standard errors of one measured fold, 20 % of it by --error; wrong: how often one measurement names the wrong one; folds of the untreated level, below 0.05 taken as 0.05)
  
     errors  wrong  readout       at   low   high  treatment
  1     7.0   <1 %  H rise       8 h  4.00  16.00  A 30 late
  2     3.5    4 %  H rise    15 min  2.00   4.00  A 10
  3     0.0   50 %  the same  15 min  2.00   2.00  A 10
  4     0.0   50 %  the same  15 min  1.00   1.00  A 30 late
  
  Best is A 30 late 8 h: H rise 4.00 v 16.00 (low v high), 7.0 errors of 20 % apart: one such measurement names the wrong one in fewer than 1 % of cases.
  warning: 'nothing' is 0 before treatment: there it has no fold, and no rank
  $ simulate discriminate --model toy.ant --readout h --error 0.1 --at 1h --top 1
  toy - 2 variants - 2 treatments, 1 readout at 1 time - from rest
  (errors: how far apart they are, in standard errors of one measured fold, 10 % of it by --error; wrong: how often one measurement names the wrong one; folds of the untreated level, below 0.05 taken as 0.05)
  
     errors  wrong  readout   at   low  high  treatment
  1     6.9   <1 %  H rise   1 h  2.00  4.00  A 10
  (1 more with --top; --output has every time)
  
  Best is A 10 1 h: H rise 2.00 v 4.00 (low v high), 6.9 errors of 10 % apart: one such measurement names the wrong one in fewer than 1 % of cases.
  $ simulate discriminate --model toy.ant --readout s 2>&1 | tail -1
  Not decided by these measurements: none is apart by as much as 0.1 errors of 20 %.
  $ simulate discriminate --model toy.ant --readout z
  toy - 2 variants - 2 treatments, 1 readout at 10 times - from rest
  (errors: how far apart they are, in standard errors of one measured fold, 20 % of it by --error; wrong: how often one measurement names the wrong one; folds of the untreated level, below 0.05 taken as 0.05)
  
  
  No readout has a fold: not decided by these measurements.
  warning: 'nothing' is 0 before treatment: there it has no fold, and no rank
  $ simulate discriminate --model toy.ant --readout h --format csv | cut -d , -f 1-7,8,10-12 | sed 's/\(\.[0-9][0-9][0-9][0-9]\)[0-9]*/\1/g'
  cell,treatment,class,readout,time_h,fold_low,fold_high,separation,wrong_call,rank,closest
  ,A 10,blocker,h,0.25,2,4,3.4999,0.0400,2,low v high
  ,A 10,blocker,h,0.5,2,4,3.4999,0.0400,,low v high
  ,A 10,blocker,h,1,2,4,3.4999,0.0400,,low v high
  ,A 10,blocker,h,2,2,4,3.4999,0.0400,,low v high
  ,A 10,blocker,h,4,2,4,3.4999,0.0400,,low v high
  ,A 10,blocker,h,8,2,4,3.4999,0.0400,,low v high
  ,A 10,blocker,h,12,2,4,3.4999,0.0400,,low v high
  ,A 10,blocker,h,24,2,4,3.4999,0.0400,,low v high
  ,A 10,blocker,h,36,2,4,3.4999,0.0400,,low v high
  ,A 10,blocker,h,48,2,4,3.4999,0.0400,,low v high
  ,A 30 late,blocker,h,0.25,1,1,0,0.5,,low v high
  ,A 30 late,blocker,h,0.5,1,1,0,0.5,,low v high
  ,A 30 late,blocker,h,1,1,1,0,0.5,,low v high
  ,A 30 late,blocker,h,2,1,1,0,0.5,,low v high
  ,A 30 late,blocker,h,4,1,1,0,0.5,,low v high
  ,A 30 late,blocker,h,8,4,16,6.9999,0.0002,1,low v high
  ,A 30 late,blocker,h,12,4,16,6.9999,0.0002,,low v high
  ,A 30 late,blocker,h,24,4,16,6.9999,0.0002,,low v high
  ,A 30 late,blocker,h,36,4,16,6.9999,0.0002,,low v high
  ,A 30 late,blocker,h,48,4,16,6.9999,0.0002,,low v high
  $ simulate discriminate --model toy.ant --readout h --format md --top 1
  |  | errors | wrong | readout | at | low | high | treatment |
  | --- | --- | --- | --- | --- | --- | --- | --- |
  | 1 | 7.0 | <1 % | H rise | 8 h | 4.00 | 16.00 | A 30 late |
  
  Best is A 30 late 8 h: H rise 4.00 v 16.00 (low v high), 7.0 errors of 20 % apart: one such measurement names the wrong one in fewer than 1 % of cases. (folds of the untreated level, apart by as many errors of one measurement (20 %); folds below 0.05 count as 0.05)
  $ simulate discriminate --model toy.ant --readout h --methods | tail -8 | sed 's/SHA-256 [0-9a-f]*/SHA-256 .../'
  5, L-stable; Steinebach 2023, BIT Numer Math 63:27) with an analytic Jacobian, a
  relative tolerance of 1e-06 and an absolute tolerance of 1e-09 times the level
  of each species at the start (or a millionth of the largest level, if that is
  more). Rivals are told apart by one measured fold: by as many errors as the
  means of ln(fold) differ, over the root of the measurement's variance ln(1 +
  e^2) and half the sum of the groups' own variances (Simpson & Fitter 1973,
  Psychol Bull 80:481). Numbers do not depend on the number of threads, nor on
  whether formulas ran as machine code or were interpreted.

Three rivals: the closest two count.

  $ printf 'conditionId\tconditionName\th\nlow\tflat\t1\nhigh\tsteep\t2\nmid\tbetween\t1.5\n' >toy.variants.tsv
  $ simulate discriminate --model toy.ant --readout h --at 24h
  toy - 3 variants - 2 treatments, 1 readout at 1 time - from rest
  (errors: how far apart they are, in standard errors of one measured fold, 20 % of it by --error; wrong: how often one measurement names the wrong one; folds of the untreated level, below 0.05 taken as 0.05)
  
     errors  wrong  mean  readout    at   low   high   mid  closest two  treatment
  1     3.5    4 %   4.7  H rise   24 h  4.00  16.00  8.00  low v mid    A 30 late
  2     1.7   19 %   2.3  H rise   24 h  2.00   4.00  2.83  low v mid    A 10
  
  Best is A 30 late 24 h: H rise 4.00 v 16.00 v 8.00 (low v high v mid), 3.5 errors of 20 % apart between the closest two, low and mid: one such measurement names the wrong one in 4 % of cases.
  $ simulate discriminate --model toy.ant --readout h --at 24h --variant low,mid --treat "drug A=90nM"
  toy - 2 variants - 1 treatment, 1 readout at 1 time - from rest
  (errors: how far apart they are, in standard errors of one measured fold, 20 % of it by --error; wrong: how often one measurement names the wrong one; folds of the untreated level, below 0.05 taken as 0.05)
  
     errors  wrong  readout    at    low    mid  treatment
  1     5.8   <1 %  H rise   24 h  10.00  31.62  A 90 nM
  
  Best is A 90 nM 24 h: H rise 10.00 v 31.62 (low v mid), 5.8 errors of 20 % apart: one such measurement names the wrong one in fewer than 1 % of cases.

Groups of parameter sets: by a column of labels, or by a parameter.

  $ printf 'group\th\tweight\nleft\t1\t3\nleft\t2\t1\nright\t4\t2\nright\t6\t2\n' >sets.tsv
  $ simulate discriminate --model toy.ant --readout h --ensemble sets.tsv --at 24h
  toy - 4 sets of 'sets.tsv' in 2 groups - 2 treatments, 1 readout at 1 time - from rest
  (groups by sets.tsv, column 'group': left 50 %, right 50 % of the sets)
  (errors: how far apart they are, in standard errors of one measured fold, 20 % of it by --error; wrong: how often one measurement names the wrong one; folds of the untreated level, medians and 5 to 95 % of a group, below 0.05 taken as 0.05)
  
     errors  wrong  readout    at               left                right  treatment
  1     4.8    1 %  H rise   24 h  7.00 (4.00-16.00)      2180 (256-4100)  A 30 late
  2     4.6    1 %  H rise   24 h   2.50 (2.00-4.00)  40.00 (16.00-64.00)  A 10
  
  Best is A 30 late 24 h: H rise 7.00 v 2180 (left v right), 4.8 errors of 20 % apart: one such measurement names the wrong one in 1 % of cases.
  $ printf 'h\tx\n1\t1\n2\t1\n2\t2\n' >sets.tsv
  $ simulate discriminate --model toy.ant --readout h --ensemble sets.tsv --group-by h --at 24h --top 1 | tail -1
  Best is A 30 late 24 h: H rise 4.00 v 16.00 (h = 1 v h = 2), 7.0 errors of 20 % apart: one such measurement names the wrong one in fewer than 1 % of cases.

Three groups, or two of them.

  $ printf 'group\th\nleft\t1\nmiddle\t1.2\nright\t4\nleft\t1\n' >sets.tsv
  $ simulate discriminate --model toy.ant --readout h --ensemble sets.tsv --at 24h --top 1
  toy - 4 sets of 'sets.tsv' in 3 groups - 2 treatments, 1 readout at 1 time - from rest
  (groups by sets.tsv, column 'group': left 50 %, middle 25 %, right 25 % of the sets)
  (errors: how far apart they are, in standard errors of one measured fold, 20 % of it by --error; wrong: how often one measurement names the wrong one; folds of the untreated level, medians and 5 to 95 % of a group, below 0.05 taken as 0.05)
  
     errors  wrong  mean  readout    at  left  middle  right  closest two    treatment
  1     1.4   24 %    14  H rise   24 h  4.00    5.28    256  left v middle  A 30 late
  (1 more with --top; --output has every time)
  
  Best is A 30 late 24 h: H rise 4.00 v 5.28 v 256 (left v middle v right), 1.4 errors of 20 % apart between the closest two, left and middle: one such measurement names the wrong one in 24 % of cases.
  $ simulate discriminate --model toy.ant --readout h --ensemble sets.tsv --at 24h --top 1 --between right,left
  toy - 4 sets of 'sets.tsv' in 2 groups - 2 treatments, 1 readout at 1 time - from rest
  (groups by sets.tsv, column 'group': right 25 %, left 50 % of the sets; 25 % in none)
  (errors: how far apart they are, in standard errors of one measured fold, 20 % of it by --error; wrong: how often one measurement names the wrong one; folds of the untreated level, medians and 5 to 95 % of a group, below 0.05 taken as 0.05)
  
     errors  wrong  readout    at  right  left  treatment
  1      21   <1 %  H rise   24 h    256  4.00  A 30 late
  (1 more with --top; --output has every time)
  
  Best is A 30 late 24 h: H rise 256 v 4.00 (right v left), 21 errors of 20 % apart: one such measurement names the wrong one in fewer than 1 % of cases.
  $ simulate discriminate --model toy.ant --ensemble sets.tsv --between left,rihgt
  error: sets.tsv, column 'group': there is no group 'rihgt'
  hint: did you mean 'right'?
  [2]
  $ simulate discriminate --model toy.ant --ensemble sets.tsv --between left --between left
  error: the group 'left' is named twice
  [2]
  $ simulate discriminate --between mtorc2_side,receptor_side
  error: --between: only the sets of --ensemble have groups
  hint: --variant a,b takes two of the model's variants
  [2]

Groups by the loop that ranks first: of R it is A where a is more than b. In the end R is
0.7 (1 + a [A] + b [B]), and S, which nothing feeds back into, 1 + a - b.

  $ cat >two.ant <<'END'
  > unit time_unit = 3600 second;
  > species R; R = 1;
  > inhibit_X = 0; inhibit_Y = 0;
  > e = 0.3; a = 0.8; b = 0.25;
  > feedback_A_R := 1 - inhibit_X; feedback_A_R is "A -| R";
  > feedback_B_R := 1 - inhibit_X; feedback_B_R is "B -| R";
  > target := (1 - e*inhibit_X)*(1 + a*(1 - feedback_A_R) + b*(1 - feedback_B_R));
  > J: => R; 4*target; K: R => ; 4*R;
  > readout_R := R;
  > readout_S := 1 + (a - b)*inhibit_Y;
  > END
  $ printf 'a\tb\n0.9\t0.1\n0.8\t0.1\n0.1\t0.9\n0.1\t0.8\n0\t0\n' >sets.tsv
  $ two() { simulate discriminate --model two.ant --ensemble sets.tsv --at 24h "$@"; }
  $ two --treat "X off: inhibit X" --treat "Y off: inhibit Y"
  two - 5 sets of 'sets.tsv' in 2 groups - 2 treatments, 2 readouts at 1 time - from rest
  (groups by first loop of readout_R at 24 h under X off: A_R 40 %, B_R 40 % of the sets; 20 % in none)
  (errors: how far apart they are, in standard errors of one measured fold, 20 % of it by --error; wrong: how often one measurement names the wrong one; folds of the untreated level, medians and 5 to 95 % of a group, below 0.05 taken as 0.05)
  
     errors  wrong  readout      at               A_R               B_R  treatment
  1     8.0   <1 %  readout_S  24 h  1.75 (1.70-1.80)  0.25 (0.20-0.30)  Y off
  2     0.0   50 %  readout_R  24 h  1.37 (1.33-1.40)  1.37 (1.33-1.40)  X off
  3     0.0   50 %  readout_S  24 h              1.00              1.00  X off
  4     0.0   50 %  readout_R  24 h              1.00              1.00  Y off
  
  Best is Y off 24 h: readout_S 1.75 v 0.25 (A_R v B_R), 8.0 errors of 20 % apart: one such measurement names the wrong one in fewer than 1 % of cases.
  warning: 1 parameter set is in no group: no loop does anything there
  $ two --treat "Y off: inhibit Y" --treat "X half: inhibit X=0.5" --loop-under "inhibit X" --loop-of R@8h --top 1 | sed -n 2p
  warning: 1 parameter set is in no group: no loop does anything there
  (groups by first loop of readout_R at 8 h under X inhibited 100 %: A_R 40 %, B_R 40 % of the sets; 20 % in none)
  $ two --treat "Y off: inhibit Y" --treat "X half: inhibit X=0.5" --loop-under "X half" --top 1 | sed -n 2p
  warning: 1 parameter set is in no group: no loop does anything there
  (groups by first loop of readout_R at 24 h under X half: A_R 40 %, B_R 40 % of the sets; 20 % in none)
  $ two --treat "Y off: inhibit Y" --treat "X half: inhibit X=0.5" --group-by first-loop
  error: first loop of readout_R under Y off: in none of 5 parameter sets does a loop do anything
  hint: of another readout, or under another treatment, loops may rank otherwise: --loop-of, --loop-under
  [2]
  $ printf 'conditionId\tconditionName\te\nc1\tone\t0.3\nc2\ttwo\t0.2\n' >two.cells.tsv
  $ two --treat "X off: inhibit X" --cell all --top 1 | sed -n 1,2p
  warning: 1 parameter set is in no group: no loop does anything there
  two - 2 cells - 5 sets of 'sets.tsv' in 2 groups - 1 treatment, 2 readouts at 1 time - from rest
  (groups by first loop of readout_R at 24 h under X off in c1: A_R 40 %, B_R 40 % of the sets; 20 % in none)
  $ rm two.cells.tsv
  $ two --treat "X off: inhibit X" --loop-group both=A_R,B_R
  error: first loop of readout_R at 24 h under X off: it is both in 80 % of 5 parameter sets, and no other in 5 %: there is nothing to tell it from
  hint: of another readout, or under another treatment, loops may rank otherwise: --loop-of, --loop-under
  [2]
  $ two --treat "X off: inhibit X" --loop-group both=A_R,C_R
  error: unknown feedback edge 'C_R'
  hint: feedback edges of this model: A_R, B_R
  note: asked for by --loop-of, --loop-under and --loop-group, to group the parameter sets
  [2]
  $ two --treat "X off: inhibit X" --loop-of max:R
  error: --loop-of=max:R: it is a fold after time 0 that loops rank for
  hint: write --loop-of NAME or --loop-of NAME@TIME
  [2]
  $ two --treat "X off: inhibit X" --loop-of Q
  error: unknown readout 'Q'
  hint: readouts of this model: R, S
  [2]
  $ two --treat "X off: inhibit X" --loop-under "X of"
  error: X of: an item of a treatment begins with drug, inhibit, set, clamp, cut or variant
  hint: as in "drug everolimus=20nM, clamp S6K_Rictor"
  --loop-under:1:1: note: here
      1 | X of
        | ^~~~
  note: --loop-under takes the name of one of the treatments, too
  [2]
  $ two --treat "X off: inhibit X" --group-by a --loop-of R
  error: --loop-of, --loop-under and --loop-group are for --group-by first-loop
  [2]
  $ simulate discriminate --loop-of Akt_activity
  error: --loop-of, --loop-under and --loop-group: only the sets of --ensemble have groups
  hint: --variant a,b takes two of the model's variants
  [2]
  $ two --treat "Y off: inhibit Y" --loop-under "inhibit X" --methods | sed -n '/Parameter sets were/,/signals/p'
  warning: 1 parameter set is in no group: no loop does anything there
  of the largest level, if that is more). Parameter sets were grouped by their
  first loop: that with the largest |ln(factor)| where the fold is a product of
  factors, one for each feedback loop and one for everything else, ln of a factor
  being the loop's Shapley value (Shapley 1953) in the game whose value is ln of
  the fold with some loops intact and all others clamped at their untreated
  signals. Rivals are told apart by one measured fold: by as many errors as the
  $ two --treat "Y off: inhibit Y" --loop-under "inhibit X" --format csv | sed 's/\(\.[0-9][0-9][0-9][0-9]\)[0-9]*/\1/g'
  warning: 1 parameter set is in no group: no loop does anything there
  cell,treatment,class,readout,time_h,fold_A_R_median,fold_A_R_p05,fold_A_R_p95,fold_B_R_median,fold_B_R_p05,fold_B_R_p95,separation,mean_separation,wrong_call,rank,closest
  ,Y off,,R,24,1,1,1,1,1,1,0,0,0.5,2,A_R v B_R
  ,Y off,,S,24,1.75,1.7000,1.8,0.2499,0.1999,0.2999,8.0138,8.0138,3.0758e-05,1,A_R v B_R

The model that comes along: PIP3 after a day of everolimus.

  $ simulate discriminate --treat "everolimus: drug everolimus=20nM" --readout PIP3 --at 24h
  her2-mtor - cell HER2+, trastuzumab-resistant by PTEN loss - 2 variants - 1 treatment, 1 readout at 1 time - from rest
  (errors: how far apart they are, in standard errors of one measured fold, 20 % of it by --error; wrong: how often one measurement names the wrong one; folds of the untreated level, below 0.05 taken as 0.05)
  
     errors  wrong  readout    at  mtorc2_side  receptor_side  treatment
  1     2.5   11 %  PIP3     24 h         1.07           1.74  everolimus
  
  Best is everolimus 24 h: PIP3 1.07 v 1.74 (mtorc2_side v receptor_side), 2.5 errors of 20 % apart: one such measurement names the wrong one in 11 % of cases.
  $ simulate discriminate --top 2 | sed -n '4,6p'
     errors  wrong  readout       at  mtorc2_side  receptor_side  treatment
  1     8.4   <1 %  HER3 pY1289  8 h         0.44           0.08  lapatinib + everolimus + MK-2206
  2     8.4   <1 %  HER3 pY1289  8 h         0.44           0.08  lapatinib + MK-2206

What cannot be told apart.

  $ bad() { simulate discriminate "$@" >out; echo "[$?]"; cat out; }
  $ bad --variant mtorc2_side
  error: there is one parameter set: nothing to tell it from
  hint: name two variants or more: --variant a,b; or an --ensemble with a column 'group'
  [2]
  $ bad --variant mtorc2_side,mtorc2_side
  error: --variant: 'mtorc2_side' is named twice
  [2]
  $ bad --model relay
  error: this model has no table of treatments
  hint: name them with --treat "drug NAME=DOSE", or put a <model>.treatments.tsv beside the model
  [2]
  $ bad --model relay --treat "inhibit source"
  error: there is one parameter set: nothing to tell it from
  hint: name two variants or more: --variant a,b; or an --ensemble with a column 'group'
  [2]
  $ printf 'conditionId\tconditionName\th\nlow\tflat\t1\nhigh\tsteep\t1\n' >toy.variants.tsv
  $ bad --model toy.ant --treat "drug A=1nM"
  error: the variants 'low' and 'high' are equal: no parameter differs
  [2]
  $ printf 'h\n1\n2\n' >sets.tsv
  $ bad --model toy.ant --ensemble sets.tsv
  error: sets.tsv: there is no column 'group' to group by
  hint: add a column 'group' that names the group of each parameter set, or name a parameter that takes few values, or first-loop
  [2]
  $ bad --model toy.ant --ensemble sets.tsv --group-by hh
  error: sets.tsv: there is no column 'hh' to group by
  hint: add a column 'group' that names the group of each parameter set, or name a parameter that takes few values, or first-loop
  [2]
  $ bad --model toy.ant --ensemble sets.tsv --variant all
  error: rivals are variants or the groups of --ensemble, not both
  [2]
  $ printf 'group\th\na\t1\na\t2\n' >sets.tsv
  $ bad --model toy.ant --ensemble sets.tsv
  error: sets.tsv, column 'group': all parameter sets are in one group, 'a'
  hint: two groups or more can be told apart
  [2]
  $ printf 'group\th\na\t1\n\t2\n' >sets.tsv
  $ bad --model toy.ant --ensemble sets.tsv
  error: sets.tsv: row 2 of the column 'group' is empty
  [2]
  $ bad --group-by group
  error: --group-by: only the sets of --ensemble have groups
  hint: --variant a,b takes two of the model's variants
  [2]
  $ bad --error 20
  error: --error=20: an error is a share greater than 0, up to 300 %
  hint: 20 % is written 20% or 0.2
  [2]
  $ bad --error 0%
  error: --error=0%: an error is a share greater than 0, up to 300 %
  hint: 20 % is written 20% or 0.2
  [2]
  $ bad --error twenty
  error: --error=twenty: an error is a share greater than 0, up to 300 %
  hint: 20 % is written 20% or 0.2
  [2]
  $ bad --floor 0
  error: --floor takes a number greater than 0 and less than 1, not '0'
  [2]
  $ bad --treat "drug everolimus"
  error: everolimus: a drug needs its dose: everolimus=20nM (pM, nM, uM, mM)
  --treat:1:1: note: here
      1 | drug everolimus
        | ^~~~~~~~~~~~~~~
  [2]
  $ bad --treat "variant mtorc2_side, drug everolimus=20nM"
  error: a second variant 'mtorc2_side': the first is 'mtorc2_side'
  --treat:1:1: note: here
      1 | variant mtorc2_side, drug everolimus=20nM
        | ^~~~~~~~~~~~~~~~~~~
  [2]
  $ bad --at 50h
  error: --at=50h: the run is over before, at 48 h
  hint: let the run last longer: --for 50h
  [2]

  $ command -v gnuplot >/dev/null || exit 80
  $ simulate discriminate --plot a.svg --caption >/dev/null
  $ head -c 5 a.svg
  <?xml (no-eol)
