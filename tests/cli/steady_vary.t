Rest states over a parameter: folds, Hopf points, and where the network jumps.

  $ cat >switch.ant <<'EOF'
  > x' = s + x^2/(1 + x^2) - g*x
  > x = 0; s = 0.05; g = 0.5
  > EOF
  $ cat >brusselator.ant <<'EOF'
  > J1: -> X; A
  > J2: X -> Y; B*X
  > J3: 2 X + Y -> 3 X; X^2*Y
  > J4: X -> ; X
  > X = 1; Y = 1; A = 1; B = 1
  > EOF
  $ simulate steady --model switch.ant --vary g=0.1..1:log
  switch - rest states over g
  
                     g                              x
  end of range     0.1  stable                  10.41
  fold          0.5528  stable -> not stable    0.893
  fold          0.4352  not stable -> stable   0.2444
  end of range       1  stable                0.05278
  
  Bistable from 0.4352 to 0.5528: it jumps at 0.5528 on the way up and at 0.4352 on the way down (folds). Elsewhere one rest state is stable.
  $ simulate steady --model brusselator.ant --vary B=0.5..4
  brusselator - rest states over B
  
                  B                        period  X    Y
  end of range  0.5  stable                     -  1  0.5
  Hopf            2  stable -> not stable   6.283  1    2
  end of range    4  not stable                 -  1    4
  
  No rest state that was found is stable from 2 to 4. Elsewhere one rest state is stable. Oscillations begin at 2 with a period of 6.28 (Hopf point).

x rests at g/(1 + g^2): 0.5 at 1. y is sin(g), which turns where its cosine is 0.

  $ cat >hump.ant <<'EOF'
  > x' = g/(1 + g^2) - x; y := sin(g); readout_x := x; readout_y := y
  > x = 0; g = 1
  > EOF
  $ simulate steady --model hump.ant --vary g=0.01..100:log --readout x
  hump - rest states over g
  
                   g          readout_x
  end of range  0.01  stable   0.009999
  end of range   100  stable   0.009999
  
  One branch, stable all the way. readout_x rises to 0.5 at 1, then falls.
  $ simulate steady --model hump.ant --vary g=0.5..6 --readout x,y
  hump - rest states over g
  
                  g          readout_x  readout_y
  end of range  0.5  stable        0.4     0.4794
  end of range    6  stable     0.1622    -0.2794
  
  One branch, stable all the way. readout_x rises to 0.5 at 1, then falls. readout_y rises to 1 at 1.57, then falls to -1 at 4.71, then rises.
  $ simulate steady --vary everolimus=0.01..100nM:log
  her2-mtor - rest states over everolimus - cell HER2+, trastuzumab-resistant by PTEN loss
  
                everolimus (nM)          Akt pS473  Akt pT308  Akt activity  S6K pT389  4EBP1 pT37/46  ERK pT202/Y204
  end of range             0.01  stable     0.3396     0.1122        0.1011     0.2474         0.9032         0.02955
  end of range              100  stable     0.1167    0.09334        0.0729   0.001476         0.8317         0.08839
  (14 more readouts with --readout or --output)
  
  One branch, stable all the way. Akt pS473 rises to 0.394 at 2.98 nM, then falls. Akt pT308 rises to 0.148 at 6.84 nM, then falls. Akt activity rises to 0.136 at 6.27 nM, then falls.
  $ COLUMNS=80 simulate steady --vary everolimus=0.01..100nM:log --readout pAkt_S473,pS6K
  her2-mtor - rest states over everolimus - cell HER2+, trastuzumab-resistant by PTEN loss
  
                everolimus (nM)          Akt pS473  S6K pT389
  end of range             0.01  stable     0.3396     0.2474
  end of range              100  stable     0.1167   0.001476
  
  One branch, stable all the way. Akt pS473 rises to 0.394 at 2.98 nM, then falls.
  $ simulate steady --model "$TESTDIR/../data/varusai2018.ant" --vary DEPTOR=1..1000:log --readout pAkt
  varusai2018 - rest states over DEPTOR
  
                DEPTOR                        period   pAkt
  end of range       1  stable                     -  99.76
  Hopf           233.9  stable -> not stable   275.1  65.89
  Hopf           808.6  not stable -> stable     409  83.58
  end of range    1000  stable                     -  91.49
  
  No rest state that was found is stable from 233.9 to 808.6. Elsewhere one rest state is stable. Oscillations begin at 233.9 with a period of 275, and at 808.6 with a period of 409 (Hopf points). pAkt falls to 60.7 at 380, then rises.

The table has every point; N is how many there are at least.

  $ simulate steady --model switch.ant --vary g=0.1..1:log --format csv | head -2
  branch,point,g,stable,kind,real,imaginary,period,x
  1,1,0.1,yes,end,-0.09825867484575342,0,,10.408540246598827
  $ simulate steady --model switch.ant --vary g=0.1..1:log --format csv | grep fold | cut -d, -f1-5
  1,43,0.5528062501393335,yes,fold
  1,53,0.4352071343703924,yes,fold
  $ simulate steady --model switch.ant --vary g=0.1..1:log:400 --format csv | wc -l
  487

A curve that leaves what a network can be.

  $ cat >drain.ant <<'EOF'
  > -> X; a - b
  > X -> ; X
  > a = 1; b = 0.5; X = 1
  > EOF
  $ simulate steady --model drain.ant --vary b=0..2
  drain - rest states over b
  
                   b          X
  end of range     0  stable  1
  negative beyond  1  stable  0
  
  No rest state was found from 1 to 2. Elsewhere one rest state is stable. At 1 a branch ends: beyond, X would be negative.

What it may not go with.

  $ simulate steady --vary cell=all
  error: --vary follows rest states over a number, and cells are none
  hint: simulate sweep --vary cell=all has a row for each cell
  [2]
  $ simulate steady --vary PTEN
  error: --vary=PTEN has no range
  hint: write --vary PTEN=LO..HI, or LO..HI:log
  [2]
  $ simulate steady --vary PTEN=1..1
  error: PTEN=1..1: the range is empty: both ends are 1
  hint: one value for all points is --set PTEN=1
  [2]
  $ simulate steady --vary everolimus=0..10nM:log
  error: everolimus=0..10nM:log: a logarithmic range begins above 0, not at 0
  hint: begin at the smallest value that matters, or write :lin
  [2]
  $ simulate steady --vary everolimus=1..10nM --drug everolimus=1nM
  error: 'drug_everolimus' is varied (everolimus=1..10nM), and set too (everolimus=1nM)
  [2]
  $ simulate steady --vary IGF=1..10 --vary PTEN=0.1..1
  error: --vary is given 2 times, IGF=1..10 and PTEN=0.1..1: rest states are followed over one parameter
  hint: simulate sweep takes several; or --set the others
  [2]
  $ simulate steady --vary IGF=1..10:1
  error: --vary=IGF=1..10:1: N is 2 to 10000 points, not 1
  [2]
  $ simulate steady --vary IGF=1..10:1000000
  error: --vary=IGF=1..10:1000000: N is 2 to 10000 points, not 1000000
  [2]
  $ simulate steady --vary IGF=1..10 --eigenvalues
  error: --vary has the slowest eigenvalue of each rest state in its table, and no table of all of them
  hint: leave out --eigenvalues, or leave out --vary and set the parameter
  [2]
  $ simulate steady --plot rest.svg
  error: --plot is for rest states over a parameter
  hint: say over which: --vary NAME=LO..HI
  [2]
  $ simulate steady --readout pAkt_S473
  error: --readout is for rest states over a parameter
  hint: say over which: --vary NAME=LO..HI
  [2]
  $ simulate steady --vary IGF=1..10 --plot rest.txt
  error: cannot plot to 'rest.txt': the ending says which format
  hint: use .svg, .png or .pdf
  [2]

In every parameter set: bands of the ways up and down, and of folds and Hopf points.

  $ printf 's\n0.02\n0.05\n0.1\n0.2\n' >sets.tsv
  $ simulate steady --model switch.ant --vary g=0.1..1:log --ensemble sets.tsv
  switch - rest states over g - 4 sets of 'sets.tsv'
  
                way        g     p05     p95  sets        x      p05     p95
  end of range  both     0.1       -       -     4    10.66     10.1   11.93
                both  0.1738       -       -     4    6.032    5.698   6.783
                up    0.3162       -       -     4    3.101    2.887   3.564
                down  0.3162       -       -     4    3.101    0.087   3.564
                up    0.5495       -       -     4    1.188  0.03918   1.727
                down  0.5495       -       -     4   0.7412  0.03918   1.727
  end of range  both       1       -       -     4  0.08264  0.02042  0.2662
  fold          up    0.5528  0.5204  0.6133     3    0.893   0.7529  0.9591
  fold          down  0.4352  0.2799  0.5948     3   0.2444    0.146  0.4004
  
  One stable rest state all the way in 1 of 4 sets. Bistable somewhere in 3 of 4 sets. The network jumps at 0.5528 (0.5204 to 0.6133) on the way up in 3 of 4 sets (fold). The network jumps at 0.4352 (0.2799 to 0.5948) on the way down in 3 of 4 sets (fold).
  $ simulate steady --model switch.ant --vary g=0.1..1:log:3 --ensemble sets.tsv --format csv | cut -d, -f1-3,10
  way,at,number,sets
  up,,,4
  up,,,4
  up,,,4
  down,,,4
  down,,,4
  down,,,4
  up,fold,1,3
  down,fold,1,3
  $ simulate steady --model switch.ant --vary g=0.1..1:log:3 --ensemble sets.tsv --members | grep fold | cut -d, -f1-3,6
  1,1,19,fold
  1,1,33,fold
  2,1,20,fold
  2,1,29,fold
  3,1,21,fold
  3,1,25,fold
  $ printf 'A\n1\n1.1\n1.2\n' >feed.tsv
  $ simulate steady --model brusselator.ant --vary B=0.5..4 --ensemble feed.tsv
  brusselator - rest states over B - 3 sets of 'feed.tsv'
  
                way      B  p05   p95  period  sets    X  p05  p95       Y     p05    p95
  end of range  both   0.5    -     -       -     3  1.1    1  1.2  0.4545  0.4167    0.5
                both  1.34    -     -       -     3  1.1    1  1.2   1.218   1.117   1.34
                both  2.25    -     -       -     1  1.2  1.2  1.2   1.875   1.875  1.875
                both  3.09    -     -       -     0    -    -    -       -       -      -
  end of range  both     4    -     -       -     0    -    -    -       -       -      -
  Hopf          up    2.21    2  2.44   5.712     3  1.1    1  1.2   2.009       2  2.033
  
  A part of the range has no known stable rest state in all 3 sets. Oscillations begin at 2.21 (2 to 2.44) on the way up in all 3 sets with a period of 5.712 (5.236 to 6.283) (Hopf point).
  $ simulate steady --model switch.ant --vary s=0.01..1 --ensemble sets.tsv
  error: 's' is varied (s=0.01..1), and a column of sets.tsv too
  hint: take the column out of the table
  [2]
  $ simulate steady --model switch.ant --vary g=0.1..1:log --ensemble sets.tsv --plot sets.svg >sets.txt
  $ head -c 5 sets.svg
  <?xml (no-eol)

A picture, with a caption, and a paragraph of methods.

  $ simulate steady --model switch.ant --vary g=0.1..1:log --plot rest.svg --caption --methods
  switch - rest states over g
  
                     g                              x
  end of range     0.1  stable                  10.41
  fold          0.5528  stable -> not stable    0.893
  fold          0.4352  not stable -> stable   0.2444
  end of range       1  stable                0.05278
  
  Bistable from 0.4352 to 0.5528: it jumps at 0.5528 on the way up and at 0.4352 on the way down (folds). Elsewhere one rest state is stable.
  
  Simulations were run with pathloop 0.1.0 on the model switch (switch.ant,
  SHA-256 c5a9a5b5f1ca9c48c48eee2e8b45847558dae7c7facee168aee4b58514f71834). The
  network was brought to rest before time 0. Nothing was done to it. Levels are in
  the model's units. Rest states were followed over the parameter by
  pseudo-arclength continuation (Keller 1977, in: Applications of Bifurcation
  Theory, 359) from those that the network reaches at both ends of the range and
  between, on the system without its conserved sums and with its analytic
  Jacobian; folds, Hopf points and branch points were located to rounding,
  stability is by eigenvalues (Kuznetsov 2004, Elements of Applied Bifurcation
  Theory, 10.2). Numbers do not depend on the number of threads, nor on whether
  formulas ran as machine code or were interpreted.
  $ head -c 5 rest.svg
  <?xml (no-eol)

A rest state has neither a fold nor a time, and one cell at a time is followed.

  $ simulate steady --vary drug_everolimus=0.01..100nM:log --readout fold:pAkt_S473@24h
  error: --readout fold:pAkt_S473@24h: a rest state has a level, and neither a fold nor a time
  hint: its name alone, as in --readout pAkt_S473
  [2]
  $ simulate steady --vary drug_everolimus=0.01..100nM:log --cell her2_normal,her2_sensitive
  error: --cell=her2_normal,her2_sensitive: one cell at a time is run here
  hint: compare, explain, discriminate, dose, find and sensitivity take several; so does sweep, by --vary cell=all
  [2]
