Model files that cannot be read, or are none.

  $ simulate --model missing.ant
  error: no file and no model is named 'missing.ant'
  hint: models that come with pathloop: her2-mtor, huang-ferrell, negative-feedback, relay
  [2]
  $ simulate --model her2-mtorr
  error: no file and no model is named 'her2-mtorr'
  hint: did you mean 'her2-mtor'?
  [2]
  $ mkdir folder.ant
  $ simulate --model folder.ant
  error: cannot read 'folder.ant': it is a folder
  hint: give the path of a file in it
  [2]
  $ : >empty.ant
  $ simulate --model empty.ant
  empty.ant:1:1: error: the text is empty
      1 |
        | ^
  hint: a small model: A -> B; k*A; A = 1; B = 0; k = 0.1
  [3]
  $ head -c 300 /dev/zero >zero.ant
  $ simulate --model zero.ant
  error: 'zero.ant' is not a text file: byte 0x00 at offset 0, in line 1
  hint: give a text in UTF-8, without NUL bytes
  [3]
  $ printf 'model a\n k = 1;\n\377\376\n' >binary.ant
  $ simulate --model binary.ant
  binary.ant:3:1: error: not a text file in UTF-8: byte 0xff at offset 16
      3 | ??
        | ^
  hint: save it as UTF-8; Latin-1 becomes that by 'iconv -f latin1 -t utf8'
  [3]
  $ head -c 50000000 /dev/zero | tr '\0' 'a' >huge.ant
  $ simulate --model huge.ant
  error: cannot read 'huge.ant': it has 50000000 bytes, and at most 33554432 (32 MiB) are read
  hint: give a model or a table, not an archive or a device
  [2]
  $ printf '<?xml version="1.0"?>\n<sbml/>\n' >some.xml
  $ simulate --model some.xml
  some.xml:1:1: error: SBML is not read yet
      1 | <?xml version="1.0"?>
        | ^
  hint: convert it to Antimony: the Python package 'antimony' has loadSBMLFile() and getAntimonyString(), Tellurium has both
  [3]
  $ printf 'model a\n  A -> B; k*A; k = 1; A = 1; B = 0;\n' >noend.ant
  $ simulate --model noend.ant
  noend.ant:1:7: error: the model 'a' has no 'end'
      1 | model a
        |       ^
  hint: write 'end' on a line of its own behind it
  [3]
  $ { printf 'x = '; head -c 100000 /dev/zero | tr '\0' '('; printf '1\n'; } >deep.ant
  $ simulate check deep.ant 2>&1 | cut -c 1-160
  deep.ant:1:1005: error: a formula of more than 1000 levels
      1 | …((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((…
        |                                          ^
  hint: split it up with assignment rules: part := …

Errors in a model: each with its place, exit 3.

  $ cat >faulty.ant <<'END'
  > model faulty
  >   species A, B;
  >   A = 10; B = 0;
  >   k1 = 0.1; k1 = 0.2;
  >   J1: A -> B; k1*AA;
  >   J2: B -> ; k2*B;
  >   x := y + 1; y := z; z := x;
  >   at (time > 5): A = 3;
  > end
  > END
  $ simulate check faulty.ant
  faulty.ant:4:13: error: a second value for 'k1'
      4 |   k1 = 0.1; k1 = 0.2;
        |             ^~~~~~~~
  faulty.ant:4:3: note: the first one is here
      4 |   k1 = 0.1; k1 = 0.2;
        |   ^~~~~~~~
  hint: keep one of them; Antimony would take the last
  faulty.ant:5:18: error: unknown name 'AA' in the rate of 'J1'
      5 |   J1: A -> B; k1*AA;
        |                  ^~
  hint: give it a value: AA = 1
  faulty.ant:6:14: error: unknown name 'k2' in the rate of 'J2'
      6 |   J2: B -> ; k2*B;
        |              ^~
  hint: give it a value: k2 = 1
  faulty.ant:7:8: error: rules go round in a circle: x -> y -> z -> x
      7 |   x := y + 1; y := z; z := x;
        |        ^
  faulty.ant:7:20: note: 'y' uses 'z' here
      7 |   x := y + 1; y := z; z := x;
        |                    ^
  faulty.ant:7:28: note: 'z' uses 'x' here
      7 |   x := y + 1; y := z; z := x;
        |                            ^
  faulty.ant:8:3: error: 'at' events are not supported yet
      8 |   at (time > 5): A = 3;
        |   ^~
  [3]
  $ simulate --model faulty.ant --for 10 >out
  faulty.ant:4:13: error: a second value for 'k1'
      4 |   k1 = 0.1; k1 = 0.2;
        |             ^~~~~~~~
  faulty.ant:4:3: note: the first one is here
      4 |   k1 = 0.1; k1 = 0.2;
        |   ^~~~~~~~
  hint: keep one of them; Antimony would take the last
  faulty.ant:5:18: error: unknown name 'AA' in the rate of 'J1'
      5 |   J1: A -> B; k1*AA;
        |                  ^~
  hint: give it a value: AA = 1
  faulty.ant:6:14: error: unknown name 'k2' in the rate of 'J2'
      6 |   J2: B -> ; k2*B;
        |              ^~
  hint: give it a value: k2 = 1
  faulty.ant:7:8: error: rules go round in a circle: x -> y -> z -> x
      7 |   x := y + 1; y := z; z := x;
        |        ^
  faulty.ant:7:20: note: 'y' uses 'z' here
      7 |   x := y + 1; y := z; z := x;
        |                    ^
  faulty.ant:7:28: note: 'z' uses 'x' here
      7 |   x := y + 1; y := z; z := x;
        |                            ^
  faulty.ant:8:3: error: 'at' events are not supported yet
      8 |   at (time > 5): A = 3;
        |   ^~
  [3]
  $ cat out

A division by zero at time 0, and a model that blows up.

  $ cat >zero.ant <<'END'
  > J0: A -> B; k*A/V
  > A = 1; B = 0; k = 1; V = 0
  > END
  $ simulate --model zero.ant --for 10
  zero.ant:1:13: error: the rate of 'J0' is not finite at t = 0
      1 | J0: A -> B; k*A/V
        |             ^~~~~
  note: the divisor 'V' is 0
  hint: give 'V' a value other than 0
  [1]
  $ cat >blow.ant <<'END'
  > x' = x^2
  > x = 1
  > END
  $ simulate --model blow.ant --for 2 2>&1 | sed 's/t = 0.99[0-9]*/t = 1/; s/step [0-9.e-]*/step …/; s/x = [0-9.e+]*/x = …/'
  blow.ant:1:1: error: integration stopped at t = 1.00001 (step …, rtol 1e-06)
      1 | x' = x^2
        | ^~~~~~~~
  note: the fastest change is x = …, by its rate rule
  hint: check the rule of 'x': 'x' grows without bound
  $ trim() { sed 's/\(\.[0-9]\{3\}\)[0-9]*/\1/g'; }
  $ simulate --model blow.ant --for 0.5 --output - --points 2 | trim
  time,x
  0,1
  0.5,1.999

A model without time_unit: times are bare numbers.

  $ cat >decay.ant <<'END'
  > J0: A -> ; k*A
  > A = 8; k = 0.25
  > END
  $ simulate --model decay.ant --for 48h
  error: 48h: the model does not say what a unit of its time is
  hint: write the bare number, or add a line to the model: unit time_unit = 60 second
  [2]
  $ simulate --model decay.ant --for 8 --points 3 --format csv | trim
  time,A
  0,8
  4,2.943
  8,1.082
  $ simulate --model decay.ant --for 8
  decay - untreated - from the file's values
  
        0   0.2     1     5     8  0 ... 8
  A  8.00  7.61  6.23  2.29  1.08  @##*+==---....__

A network that does not rest.

  $ cat >grow.ant <<'END'
  > J0: -> P; k
  > P = 0; k = 1; inhibit_k = 0
  > END
  $ simulate --model grow.ant --for 8 --equilibrate
  grow.ant:1:1: error: the network does not come to rest: 'P' keeps moving, dP/dt = 1 after t = 3.22e+03
      1 | J0: -> P; k
        | ^~~~~~~~~~~
  note: since t = 0.000319 it went from 0.000319 to 3.22e+03
  hint: start from the model's own values with --no-equilibrate
  grow.ant:2:15: warning: nothing reads 'inhibit_k': blocking it changes nothing
      2 | P = 0; k = 1; inhibit_k = 0
        |               ^~~~~~~~~
  hint: multiply the rate that it blocks: …*(1 - inhibit_k)
  [1]
  $ simulate --model grow.ant --for 8 --inhibit k --no-equilibrate --points 2 --output grow.csv >/dev/null
  grow.ant:2:15: warning: nothing reads 'inhibit_k': blocking it changes nothing
      2 | P = 0; k = 1; inhibit_k = 0
        |               ^~~~~~~~~
  hint: multiply the rate that it blocks: …*(1 - inhibit_k)
  warning: 'P' is 0 before treatment and has no fold
  $ sed 's/8[.]0000000000000*[0-9]*,/8,/' grow.csv
  time,P,P_fold
  0,0,
  8,8,

Standard input.

  $ simulate --model - --for 4 --points 2 --format csv <decay.ant | trim
  time,A
  0,8
  4,2.943

Where models are looked for.

  $ PATHLOOP_DATA=$PWD/nowhere simulate list models 2>&1 | sed "s#$PWD#...#"
  error: no folder 'models' of pathloop found
  note: looked for '.../nowhere/models'
  hint: set PATHLOOP_DATA to the folder that holds models/ and plots/
  $ mkdir -p data/models data/plots && cp decay.ant data/models/own.ant
  $ PATHLOOP_DATA=$PWD/data simulate list models
  model
  own
  $ PATHLOOP_DATA=$PWD/data simulate --model own --for 4 --points 2 --format csv | trim
  time,A
  0,8
  4,2.943

Two files: each has its own errors.

  $ simulate check faulty.ant decay.ant 2>&1 | tail -1
  decay.ant: no errors: 1 species, 1 reaction, 1 parameter or rule, 0 conserved sums, 0 targets, 0 drugs, 0 feedback edges, 0 readouts
  $ simulate check faulty.ant decay.ant 2>/dev/null
  decay.ant: no errors: 1 species, 1 reaction, 1 parameter or rule, 0 conserved sums, 0 targets, 0 drugs, 0 feedback edges, 0 readouts
  [3]
