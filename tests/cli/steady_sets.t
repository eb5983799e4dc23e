The rest state in many parameter sets: medians and 5 to 95 % bands.

  $ printf 'ligand\tweight\n1\t2\n2\t1\n3\t1\n' >l.tsv
  $ simulate steady --model negative-feedback --ensemble l.tsv --inhibit kinaseB
  negative-feedback - rest state - 3 sets of 'l.tsv' - on kinase B inhibited 100 %
  
  name        median     p05     p95  is
  receptor       0.7     0.6  0.8182  receptor, active
  kinaseA      0.537     0.5  0.5769  kinase A, phosphorylated
  kinaseB      0.682  0.6667  0.6977  kinase B, phosphorylated
  substrate        0       0       0  substrate, phosphorylated
  pA           0.537     0.5  0.5769  kinase A phosphorylated
  pB           0.682  0.6667  0.6977  kinase B phosphorylated
  pSubstrate       0       0       0  substrate phosphorylated
  receptor       0.7     0.6  0.8182  receptor active
  
  Stable in 3 of 3 sets; 4 eigenvalues, 0 conserved sums taken out:
  
  slowest eigenvalue   median   p05   p95
  real part (1/min)      -0.1  -0.1  -0.1
  time constant (min)      10    10    10

Without the brake the receptor rests at 0.15 L/(0.15 L + 0.1) = r, kinase A at 0.5 r/(0.5 r + 0.3), and the
network is a chain: its eigenvalues are the rates of its steps.

  $ simulate steady --model negative-feedback --ensemble l.tsv --inhibit kinaseB --members
  member,weight,receptor,kinaseA,kinaseB,substrate,pA,pB,pSubstrate,readout_receptor,slowest_real,error
  1,0.5,0.6,0.5,0.6666666666666666,0,0.5,0.6666666666666666,0,0.6,-0.1,
  2,0.25,0.75,0.5555555555555556,0.689655172413793,0,0.5555555555555556,0.689655172413793,0,0.75,-0.1,
  3,0.25,0.8181818181818181,0.5769230769230769,0.6976744186046512,0,0.5769230769230769,0.6976744186046512,0,0.8181818181818181,-0.1,
  $ simulate steady --model negative-feedback --ensemble l.tsv --inhibit kinaseB --members --rtol 1e-10 | awk -F, 'NR > 1 {
  >     on = 0.15*$1; r = on/(on + 0.1); a = 0.5*r/(0.5*r + 0.3); b = 0.2*a/(0.2*a + 0.05)
  >     e = $3/r - 1; f = $4/a - 1; g = $5/b - 1
  >     print $1, (e*e < 1e-28), (f*f < 1e-28), (g*g < 1e-28), $6, $9 == $6, $10 == $3 }'
  1 1 1 1 0 1 1
  2 1 1 1 0 1 1
  3 1 1 1 0 1 1
  $ simulate steady --model negative-feedback --ensemble l.tsv --inhibit kinaseB --format csv
  name,median,p05,p95,is
  receptor,0.7,0.6,0.8181818181818181,"receptor, active"
  kinaseA,0.5370370370370371,0.5,0.5769230769230769,"kinase A, phosphorylated"
  kinaseB,0.6819923371647509,0.6666666666666666,0.6976744186046512,"kinase B, phosphorylated"
  substrate,0,0,0,"substrate, phosphorylated"
  pA,0.5370370370370371,0.5,0.5769230769230769,kinase A phosphorylated
  pB,0.6819923371647509,0.6666666666666666,0.6976744186046512,kinase B phosphorylated
  pSubstrate,0,0,0,substrate phosphorylated
  receptor,0.7,0.6,0.8181818181818181,receptor active
  $ simulate steady --model negative-feedback --ensemble l.tsv --inhibit kinaseB --eigenvalues
  negative-feedback - rest state - 3 sets of 'l.tsv' - on kinase B inhibited 100 %
  
  Stable in 3 of 3 sets; 4 eigenvalues, 0 conserved sums taken out.
  Medians and 5 to 95 % bands, slowest first:
  
  real (1/min)      p05    p95  time constant (min)    p05    p95
          -0.1     -0.1   -0.1                   10     10     10
       -0.1574  -0.1654  -0.15                 6.36  6.047  6.667
         -0.35    -0.55  -0.25                    3  1.818      4
         -0.65  -0.7091   -0.6                1.543   1.41  1.667
  $ simulate steady --model negative-feedback --ensemble l.tsv --inhibit kinaseB --eigenvalues --format md
  | real (1/min) | p05 | p95 | time constant (min) | p05 | p95 |
  | ---: | ---: | ---: | ---: | ---: | ---: |
  | -0.1 | -0.1 | -0.1 | 10 | 10 | 10 |
  | -0.1574 | -0.1654 | -0.15 | 6.36 | 6.047 | 6.667 |
  | -0.35 | -0.55 | -0.25 | 3 | 1.818 | 4 |
  | -0.65 | -0.7091 | -0.6 | 1.543 | 1.41 | 1.667 |
  $ simulate steady --model negative-feedback --ensemble l.tsv --inhibit kinaseB --eigenvalues --members | sed 's/\(\.[0-9]\{4\}\)[0-9]*/\1/g'
  member,weight,real,imaginary,time_constant,error
  1,0.5,-0.1,0,10,
  1,0.5,-0.1500,0,6.6666,
  1,0.5,-0.2499,0,4.0000,
  1,0.5,-0.5999,0,1.6666,
  2,0.25,-0.1,0,10,
  2,0.25,-0.1611,0,6.2068,
  2,0.25,-0.4,0,2.5,
  2,0.25,-0.675,0,1.4814,
  3,0.25,-0.1,0,10,
  3,0.25,-0.1653,0,6.0465,
  3,0.25,-0.5499,0,1.8181,
  3,0.25,-0.7090,0,1.4102,

The numbers of a set are those of its own rest state, to the last digit.

  $ printf 'k_S6K\n0.05\n0.02\n' >e.tsv
  $ simulate steady --ensemble e.tsv --drug everolimus=20nM --cell her2_normal --members --format tsv | awk -F'\t' 'NR == 3 { for (i = 2; i < NF - 1; i++) print $i }' >member
  $ simulate steady --set k_S6K=0.02 --drug everolimus=20nM --cell her2_normal --format tsv | awk -F'\t' 'NR > 1 {print $2}' | cmp - member
  $ simulate steady --ensemble e.tsv --drug everolimus=20nM --members --eigenvalues | awk -F, '$1 == 2 {print $2 "," $3}' >member
  $ simulate steady --set k_S6K=0.02 --drug everolimus=20nM --eigenvalues --format csv | awk -F, 'NR > 1 {print $1 "," $2}' | cmp - member
  $ for n in 1 2 3; do simulate steady --ensemble e.tsv --threads $n --members | cksum; done | uniq | wc -l
  1
  $ simulate steady --ensemble e.tsv --members --output m.json && grep -c '^    \["[12]", ' m.json
  2

Sets that do not rest are left out, and told.

  $ printf 'conditionId\tbrake_strength\nopen\t0\nweak\t20\nstrong\t100\n' >b.tsv
  $ simulate steady --model relay --ensemble b.tsv
  relay - rest state - 3 sets of 'b.tsv' - untreated
  
  name    median     p05  p95  is
  step1   0.7408  0.4816    1  step1
  step2   0.7408  0.4816    1  step2
  step3   0.7408  0.4816    1  step3
  step4   0.7408  0.4816    1  step4
  step5   0.7408  0.4816    1  step5
  step6   0.7408  0.4816    1  step6
  first   0.7408  0.4816    1  step 1
  middle  0.7408  0.4816    1  step 3
  last    0.7408  0.4816    1  step 6
  
  Stable in 2 of 3 sets; 6 eigenvalues, 0 conserved sums taken out:
  
  slowest eigenvalue    median   p05        p95
  real part (1/min)    -0.0511  -0.1  -0.002206
  time constant (min)    231.7    10      453.3
  warning: 1 of 3 parameter sets does not rest and is left out; set strong: the network does not come to rest: 'step1' keeps moving, dstep1/dt = -0.0134 after t = 4.94e+04 min
  hint: with --members the column 'error' says why of each
  $ simulate steady --model relay --ensemble b.tsv --members | cut -d, -f 1-3,11-
  warning: 1 of 3 parameter sets does not rest; set strong: the network does not come to rest: 'step1' keeps moving, dstep1/dt = -0.0134 after t = 4.94e+04 min
  hint: the column 'error' says why of each
  member,step1,step2,slowest_real,error
  open,1,1,-0.1,
  weak,0.48163789517598216,0.48163789517598216,-0.0022058586872182144,
  strong,,,,"the network does not come to rest: 'step1' keeps moving, dstep1/dt = -0.0134 after t = 4.94e+04 min"
  $ simulate steady --model relay --ensemble b.tsv --members --eigenvalues | sed 's/\(\.[0-9]\{4\}\)[0-9]*/\1/g'
  warning: 1 of 3 parameter sets does not rest; set strong: the network does not come to rest: 'step1' keeps moving, dstep1/dt = -0.0134 after t = 4.94e+04 min
  hint: the column 'error' says why of each
  member,real,imaginary,time_constant,error
  open,-0.1,0,10,
  open,-0.1,0,10,
  open,-0.1,0,10,
  open,-0.1,0,10,
  open,-0.1,0,10,
  open,-0.1,0,10,
  weak,-0.0022,0.0564,453.3381,
  weak,-0.0022,-0.0564,453.3381,
  weak,-0.1,0.1129,10,
  weak,-0.1,-0.1129,10,
  weak,-0.1977,0.0564,5.0557,
  weak,-0.1977,-0.0564,5.0557,
  strong,,,,"the network does not come to rest: 'step1' keeps moving, dstep1/dt = -0.0134 after t = 4.94e+04 min"
  $ printf 'conditionId\tbrake_strength\nstrong\t100\nstronger\t200\nlast\t0\n' >b.tsv
  $ simulate steady --model relay --ensemble b.tsv --eigenvalues
  relay - rest state - 3 sets of 'b.tsv' - untreated
  
  Stable in 1 of 3 sets; 6 eigenvalues, 0 conserved sums taken out.
  Medians and 5 to 95 % bands, slowest first:
  
  real (1/min)   p05   p95  time constant (min)  p05  p95
          -0.1  -0.1  -0.1                   10   10   10
          -0.1  -0.1  -0.1                   10   10   10
          -0.1  -0.1  -0.1                   10   10   10
          -0.1  -0.1  -0.1                   10   10   10
          -0.1  -0.1  -0.1                   10   10   10
          -0.1  -0.1  -0.1                   10   10   10
  warning: 2 of 3 parameter sets do not rest and are left out; the first, set strong: the network does not come to rest: 'step1' keeps moving, dstep1/dt = -0.0134 after t = 4.94e+04 min
  hint: with --members the column 'error' says why of each
  $ printf 'brake_strength\n100\n200\n' >none.tsv
  $ simulate steady --model relay --ensemble none.tsv
  error: no parameter set rests; the first, set 1: the network does not come to rest: 'step1' keeps moving, dstep1/dt = -0.0134 after t = 4.94e+04 min
  hint: simulate without a verb, --no-equilibrate and --for show how it moves
  [1]
  $ simulate steady --model relay --ensemble none.tsv --output none.csv --members 2>/dev/null
  [1]
  $ [ -e none.csv ]
  [1]
  $ printf 'brake_strength\n100\n' >none.tsv
  $ simulate steady --model relay --ensemble none.tsv
  error: no parameter set rests; set 1: the network does not come to rest: 'step1' keeps moving, dstep1/dt = -0.0134 after t = 4.94e+04 min
  hint: simulate without a verb, --no-equilibrate and --for show how it moves
  [1]

A rate that is not finite, no states, no time_unit.

  $ printf "x' = a/b - x\nx = 1; a = 1; b = 1\n" >quotient.ant
  $ printf 'b\n0\n1\n2\n' >q.tsv
  $ simulate steady --model quotient.ant --ensemble q.tsv
  quotient - rest state - 3 sets of 'q.tsv' - untreated
  
  name  median  p05  p95  is
  x       0.75  0.5    1  x
  
  Stable in 2 of 3 sets; 1 eigenvalue, 0 conserved sums taken out:
  
  slowest eigenvalue  median  p05  p95
  real part (1/time)      -1   -1   -1
  time constant            1    1    1
  warning: 1 of 3 parameter sets does not rest and is left out; set 1: the rate rule of 'x' is not finite at t = 0
  hint: with --members the column 'error' says why of each
  $ printf 'a = 1; readout_a := 2*a\n' >still.ant
  $ printf 'a\n1\n2\n' >a.tsv
  $ simulate steady --model still.ant --ensemble a.tsv
  still - rest state - 2 sets of 'a.tsv' - untreated
  
  name  median  p05  p95  is
  a          3    2    4  readout_a
  
  Stable in 2 of 2 sets; 0 eigenvalues, 0 conserved sums taken out
  $ simulate steady --model still.ant --ensemble a.tsv --members
  member,a,slowest_real,error
  1,2,,
  2,4,,
  $ simulate steady --model still.ant --ensemble a.tsv --members --eigenvalues
  member,real,imaginary,time_constant,error

Starting values that the rest undoes are warned of, as in a single run.

  $ simulate steady --ensemble e.tsv --set pS6K=1 --eigenvalues 2>&1 >/dev/null
  warning: 'pS6K' was set to 1 and is 0.291 at rest: a starting value does not hold
  hint: set what makes it, or, in a run, set it after the rest: --set pS6K=1@0
  $ simulate steady --set pS6K=1 --eigenvalues --format csv 2>&1 >/dev/null
  warning: 'pS6K' was set to 1 and is 0.251 at rest: a starting value does not hold
  hint: set what makes it, or, in a run, set it after the rest: --set pS6K=1@0

What cannot be.

  $ simulate steady --members
  error: --members is for an ensemble, and there is none
  hint: add --ensemble FILE, a table of parameter sets
  [2]
  $ simulate steady --ensemble nowhere.tsv
  error: cannot read 'nowhere.tsv': No such file or directory
  hint: check the spelling; a relative path starts at the present folder
  [2]
  $ printf 'nothing\n1\n' >unknown.tsv
  $ simulate steady --model relay --ensemble unknown.tsv
  error: unknown.tsv: column 'nothing' is no parameter of the model
  [2]
  $ printf 'k\nx\n' >word.tsv
  $ simulate steady --model relay --ensemble word.tsv
  error: word.tsv: row 1 of the column 'k': 'x' is not a number
  [2]
  $ simulate steady --ensemble e.tsv --output e.tsv
  error: 'e.tsv' is the table of parameter sets: it would be written over
  hint: give --output another name
  [2]
  $ simulate steady --ensemble e.tsv --method nosuch
  error: unknown method 'nosuch'
  hint: methods are auto, rodas, msbdf, bsimp, msadams, rk8pd, rkf45, rkck, rk4, rk2, rk1imp, rk2imp, rk4imp
  [2]
  $ simulate steady --ensemble e.tsv --drug everolimus=1nM@1h
  error: --drug=everolimus=1nM@1h: the rest state has no time: what is set holds all along
  [2]
  $ simulate steady --ensemble e.tsv --threads 0
  error: --threads takes a whole number from 1 to 1024, not '0'
  [2]
  $ cat e.tsv
  k_S6K
  0.05
  0.02
