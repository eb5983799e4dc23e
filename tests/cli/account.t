How a result came about: a line below the plot, a paragraph below the table.

  $ cat >decay.ant <<'END'
  > model decay
  >   unit time_unit = 60 second
  >   compartment c = 1
  >   species A in c
  >   A = 1; k = 0.01; inhibit_kinase = 0; make = 0.01
  >   J: A -> ; k*A*(1 - inhibit_kinase)
  >   K: -> A; make
  > end
  > END
  $ sha256sum decay.ant | cut -c 1-64
  cded4f390721c6e9cff4dd7ed0010702fda3df38c8d7d1b48498f7d26bc398bd
  $ simulate --model decay.ant --inhibit kinase=0.5 --for 2h --methods | sed 's/pathloop [0-9.]*/pathloop VERSION/'
  decay - kinase inhibited 50 % from 0 h - from rest
  (the level before treatment, then folds of it)
  
     untreated  3 min  20 min   1 h   2 h  0 ... 2 h
  A       1.00   1.01    1.10  1.26  1.45  ******######@@@@
  
  A rises 1.5-fold by 2 h.
  
  Simulations were run with pathloop VERSION on the model decay (decay.ant, SHA-256
  cded4f390721c6e9cff4dd7ed0010702fda3df38c8d7d1b48498f7d26bc398bd). The network
  was brought to rest before time 0. Treatment: kinase inhibited 50 % from 0 h.
  Runs lasted 2 h. Folds are values over the untreated rest state. The
  differential equations were integrated by the Rosenbrock method Rodas5P (order
  5, L-stable; Steinebach 2023, BIT Numer Math 63:27) with an analytic Jacobian, a
  relative tolerance of 1e-06 and an absolute tolerance of 1e-09 times the level
  of each species at the start (or a millionth of the largest level, if that is
  more). Numbers do not depend on the number of threads, nor on whether formulas
  ran as machine code or were interpreted.
  $ simulate --model decay.ant --for 2h --points 2 --methods --format csv 2>words
  time_h,A
  0,1
  2,1
  $ sed -n 2p words | cut -c 1-24
  Simulations were run wit
  $ simulate --model decay.ant --for 2h --points 2 --methods --format md --method rkf45 --atol 1e-9 | sed 's/pathloop [0-9.]*/pathloop VERSION/'
  | time (h) | A |
  | ---: | ---: |
  | 0 | 1 |
  | 2 | 1 |
  
  Simulations were run with pathloop VERSION on the model decay (decay.ant, SHA-256
  cded4f390721c6e9cff4dd7ed0010702fda3df38c8d7d1b48498f7d26bc398bd). Runs began at
  the values of the model's file. Nothing was done to it. Runs lasted 2 h. Levels
  are in the model's units. The differential equations were integrated by the
  method rkf45 of the GNU Scientific Library (Runge-Kutta 4(5), Fehlberg) with a
  relative tolerance of 1e-06 and an absolute one of 1e-09 (model units). Numbers
  do not depend on the number of threads, nor on whether formulas ran as machine
  code or were interpreted.

A caption belongs to a picture.

  $ simulate --model decay.ant --caption
  error: --caption is a line below a picture, and none is drawn
  hint: add --plot FILE.svg; --methods gives a paragraph without
  [2]
  $ simulate --model decay.ant --caption --plot x.jpg
  error: cannot plot to 'x.jpg': the ending says which format
  hint: use .svg, .png or .pdf
  [2]

  $ command -v gnuplot >/dev/null || exit 80
  $ simulate --model decay.ant --inhibit kinase=0.5 --for 2h --plot x.svg --caption >/dev/null
  $ grep -c '<text>decay cded4f39 · kinase inhibited 50 % from 0 h · folds are values over the untreated rest state · pathloop [0-9.]*</text>' x.svg
  1
  $ simulate --model decay.ant --inhibit kinase=0.5 --for 2h --plot y.svg >/dev/null
  $ grep -c "pathloop [0-9]" y.svg
  0
  [1]
